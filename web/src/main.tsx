// Starts the page.
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "~/app.css";
import { TooltipProvider } from "~/components/tooltip";
import { forget, makeQueryClient } from "~/lib/queries";
import { router } from "~/routes";
import { forgetBetweenCallers, session } from "~/session/session";
import { Toasts } from "~/shell/toasts";

const client = makeQueryClient();
forgetBetweenCallers(() => forget(client));
void session.begin();

createRoot(document.querySelector("#root") as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <TooltipProvider delayDuration={400}>
        <RouterProvider router={router} />
        <Toasts />
      </TooltipProvider>
    </QueryClientProvider>
  </StrictMode>,
);
