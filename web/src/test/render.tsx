// Renders a component as the page would: with its queries, its tooltips, and a router for its links.
import { QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { render, type RenderResult } from "@testing-library/react";
import type { ReactNode } from "react";
import { TooltipProvider } from "~/components/tooltip";
import { makeQueryClient } from "~/lib/queries";

/** What `screen` finds afterwards; ready when the component is there. */
export async function show(component: ReactNode): Promise<RenderResult> {
  const root = createRootRoute({ component: () => component });
  const router = createRouter({ routeTree: root, history: createMemoryHistory() });
  await router.load();
  return render(
    <QueryClientProvider client={makeQueryClient()}>
      <TooltipProvider>
        <RouterProvider router={router as never} />
      </TooltipProvider>
    </QueryClientProvider>,
  );
}
