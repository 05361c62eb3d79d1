// The places of the navigation and the palette: one list, so that none is forgotten anywhere.
import {
  Activity,
  Boxes,
  CalendarClock,
  ChartNoAxesColumn,
  CircleUser,
  Cpu,
  KeyRound,
  LayoutDashboard,
  ListChecks,
  type LucideIcon,
  Plus,
  Skull,
  Webhook,
} from "lucide-react";

export interface Place {
  to: "/" | "/jobs" | "/dead-letters" | "/queues" | "/workers" | "/cron" | "/webhooks" | "/keys" | "/usage" | "/live" | "/new" | "/account";
  name: string;
  icon: LucideIcon;
  /** Without this scope there is nothing to see, and no entry. */
  scope?: "jobs:submit" | "jobs:read" | "keys:manage";
  /** A sentence for the palette. */
  about: string;
}

export const OVERVIEW: Place = { to: "/", name: "Overview", icon: LayoutDashboard, scope: "jobs:read", about: "how everything stands" };
export const JOBS: Place = { to: "/jobs", name: "Jobs", icon: ListChecks, scope: "jobs:read", about: "every job, by state, type and time" };
export const DEAD: Place = { to: "/dead-letters", name: "Dead letters", icon: Skull, scope: "jobs:read", about: "what failed for good" };
export const ENQUEUE: Place = { to: "/new", name: "Enqueue", icon: Plus, scope: "jobs:submit", about: "make a job" };

export const GROUPS: readonly { name: string; places: readonly Place[] }[] = [
  { name: "Watch", places: [OVERVIEW, { to: "/live", name: "Live", icon: Activity, scope: "jobs:read", about: "events as they happen" }] },
  {
    name: "Work",
    places: [
      JOBS,
      DEAD,
      { to: "/queues", name: "Queues", icon: Boxes, scope: "jobs:read", about: "depth, age, pause and resume" },
      { to: "/workers", name: "Workers", icon: Cpu, scope: "jobs:read", about: "who runs what" },
      { to: "/cron", name: "Cron", icon: CalendarClock, scope: "jobs:read", about: "jobs by the clock" },
    ],
  },
  {
    name: "Setup",
    places: [
      { to: "/webhooks", name: "Webhooks", icon: Webhook, scope: "jobs:read", about: "tell other services" },
      { to: "/keys", name: "Keys", icon: KeyRound, scope: "keys:manage", about: "who may call" },
      { to: "/usage", name: "Usage", icon: ChartNoAxesColumn, about: "this month's jobs, and the plan" },
      { to: "/account", name: "Account", icon: CircleUser, about: "who you are here" },
    ],
  },
];

export const PLACES: readonly Place[] = [ENQUEUE, ...GROUPS.flatMap((group) => group.places)];
