// Every place of the page: its path, what its address may say, and the file that shows it, read when it is first opened.
import { createRootRoute, createRoute, createRouter, type ErrorComponentProps, lazyRouteComponent } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { ApiError } from "~/api/error";
import { ErrorState, SkeletonRows } from "~/components/nothing-here";
import { authSearch } from "~/pages/auth/search";
import { deadSearch } from "~/pages/dead-letters/search";
import { cronSearch, scheduleSearch } from "~/pages/cron/search";
import { enqueueSearch } from "~/pages/enqueue/search";
import { jobsSearch } from "~/pages/jobs/search";
import { keysSearch } from "~/pages/keys/search";
import { liveSearch } from "~/pages/live/search";
import { overviewSearch } from "~/pages/overview/search";
import { usageSearch } from "~/pages/usage/search";
import { webhookSearch, webhooksSearch } from "~/pages/webhooks/search";
import { Frame } from "~/shell/frame";
import { Lost } from "~/shell/lost";

const PART_MISSING = "part_missing";

const root = createRootRoute({ component: Frame, notFoundComponent: Lost });
const parent = { getParentRoute: () => root };

const routes = [
  createRoute({ ...parent, path: "/", validateSearch: overviewSearch, component: page(() => import("~/pages/overview/page")) }),
  createRoute({ ...parent, path: "/jobs", validateSearch: jobsSearch, component: page(() => import("~/pages/jobs/page")) }),
  createRoute({ ...parent, path: "/jobs/$id", component: page(() => import("~/pages/job/page")) }),
  createRoute({ ...parent, path: "/dead-letters", validateSearch: deadSearch, component: page(() => import("~/pages/dead-letters/page")) }),
  createRoute({ ...parent, path: "/queues", component: page(() => import("~/pages/queues/page")) }),
  createRoute({ ...parent, path: "/workers", component: page(() => import("~/pages/workers/page")) }),
  createRoute({ ...parent, path: "/cron", validateSearch: cronSearch, component: page(() => import("~/pages/cron/page")) }),
  createRoute({ ...parent, path: "/cron/$id", validateSearch: scheduleSearch, component: page(() => import("~/pages/schedule/page")) }),
  createRoute({ ...parent, path: "/webhooks", validateSearch: webhooksSearch, component: page(() => import("~/pages/webhooks/page")) }),
  createRoute({ ...parent, path: "/webhooks/$id", validateSearch: webhookSearch, component: page(() => import("~/pages/webhook/page")) }),
  createRoute({ ...parent, path: "/keys", validateSearch: keysSearch, component: page(() => import("~/pages/keys/page")) }),
  createRoute({ ...parent, path: "/usage", validateSearch: usageSearch, component: page(() => import("~/pages/usage/page")) }),
  createRoute({ ...parent, path: "/live", validateSearch: liveSearch, component: page(() => import("~/pages/live/page")) }),
  createRoute({ ...parent, path: "/new", validateSearch: enqueueSearch, component: page(() => import("~/pages/enqueue/page")) }),
  createRoute({ ...parent, path: "/account", component: page(() => import("~/pages/account/page")) }),
  createRoute({ ...parent, path: "/auth", validateSearch: authSearch, component: page(() => import("~/pages/auth/page")) }),
] as const;

export const router = createRouter({
  routeTree: root.addChildren(routes),
  defaultPreload: "intent",
  scrollRestoration: true,
  defaultErrorComponent: Broken,
  defaultPendingComponent: () => <SkeletonRows />,
});

/**
 * A page whose code is read when it is opened. When that fails, the page says so where it would stand: by itself the router
 * would read everything anew, and leave the browser's own error page while the service is away.
 */
function page(load: () => Promise<{ default: ComponentType }>) {
  return lazyRouteComponent(() =>
    load().catch(() => {
      throw new ApiError(0, PART_MISSING, "this part of the page could not be read: the service may be away, or newer than the page");
    }),
  );
}

/** The error boundary of each page: the others go on. */
function Broken({ error, reset }: ErrorComponentProps) {
  const isMissing = ApiError.of(error).code === PART_MISSING;
  return <ErrorState what="This page broke" error={error} retry={isMissing ? () => location.reload() : reset} />;
}

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
