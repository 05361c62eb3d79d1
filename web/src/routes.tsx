// Every place of the page: its path, what its address may say, and the file that shows it, read when it is first opened.
import { createRootRoute, createRoute, createRouter, type ErrorComponentProps, lazyRouteComponent } from "@tanstack/react-router";
import { ErrorState, SkeletonRows } from "~/components/nothing-here";
import { authSearch } from "~/pages/auth/search";
import { jobsSearch } from "~/pages/jobs/search";
import { Frame } from "~/shell/frame";
import { Lost } from "~/shell/lost";

const root = createRootRoute({ component: Frame, notFoundComponent: Lost });
const parent = { getParentRoute: () => root };

const routes = [
  createRoute({ ...parent, path: "/", component: lazyRouteComponent(() => import("~/pages/overview/page")) }),
  createRoute({ ...parent, path: "/jobs", validateSearch: jobsSearch, component: lazyRouteComponent(() => import("~/pages/jobs/page")) }),
  createRoute({ ...parent, path: "/jobs/$id", component: lazyRouteComponent(() => import("~/pages/job/page")) }),
  createRoute({ ...parent, path: "/dead-letters", component: lazyRouteComponent(() => import("~/pages/dead-letters/page")) }),
  createRoute({ ...parent, path: "/queues", component: lazyRouteComponent(() => import("~/pages/queues/page")) }),
  createRoute({ ...parent, path: "/workers", component: lazyRouteComponent(() => import("~/pages/workers/page")) }),
  createRoute({ ...parent, path: "/cron", component: lazyRouteComponent(() => import("~/pages/cron/page")) }),
  createRoute({ ...parent, path: "/webhooks", component: lazyRouteComponent(() => import("~/pages/webhooks/page")) }),
  createRoute({ ...parent, path: "/keys", component: lazyRouteComponent(() => import("~/pages/keys/page")) }),
  createRoute({ ...parent, path: "/usage", component: lazyRouteComponent(() => import("~/pages/usage/page")) }),
  createRoute({ ...parent, path: "/live", component: lazyRouteComponent(() => import("~/pages/live/page")) }),
  createRoute({ ...parent, path: "/enqueue", component: lazyRouteComponent(() => import("~/pages/enqueue/page")) }),
  createRoute({ ...parent, path: "/account", component: lazyRouteComponent(() => import("~/pages/account/page")) }),
  createRoute({ ...parent, path: "/auth", validateSearch: authSearch, component: lazyRouteComponent(() => import("~/pages/auth/page")) }),
] as const;

export const router = createRouter({
  routeTree: root.addChildren(routes),
  defaultPreload: "intent",
  scrollRestoration: true,
  defaultErrorComponent: Broken,
  defaultPendingComponent: () => <SkeletonRows />,
});

/** The error boundary of each page: the others go on. */
function Broken({ error, reset }: ErrorComponentProps) {
  return <ErrorState what="This page broke" error={error} retry={reset} />;
}

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
