// The ways through the page: a bar at the side, and on a phone one below with the rest in a sheet.
import { Link } from "@tanstack/react-router";
import { Menu } from "lucide-react";
import { useState } from "react";
import { buttonLook } from "~/components/button";
import { Sheet } from "~/components/dialog";
import { classes } from "~/lib/classes";
import { useMe } from "~/session/use-me";
import { DEAD, ENQUEUE, GROUPS, JOBS, OVERVIEW, type Place } from "~/shell/places";

const BELOW = [OVERVIEW, JOBS, ENQUEUE, DEAD];

/** Whether there is something to see at a place. */
function useOpen(): (place: Place) => boolean {
  const { may } = useMe();
  return (place) => !place.scope || may(place.scope);
}

export function SideBar() {
  const open = useOpen();
  return (
    <nav aria-label="Pages" className="sticky top-0 hidden h-dvh w-54 shrink-0 flex-col gap-4 overflow-y-auto border-r bg-surface p-3 md:flex">
      <Link to="/" className="flex items-center gap-2.5 rounded-lg px-2 py-1 text-base font-semibold tracking-tight">
        <img src="/favicon.svg" alt="" className="size-6" />
        Workqueue
      </Link>
      {open(ENQUEUE) && (
        <Link to="/new" className={buttonLook({ kind: "primary" })}>
          <ENQUEUE.icon aria-hidden />
          Enqueue a job
        </Link>
      )}
      {GROUPS.map((group) => (
        <div key={group.name}>
          <p className="mb-1 px-2 text-2xs font-medium tracking-wide text-faint uppercase">{group.name}</p>
          <ul className="space-y-px">
            {group.places.filter(open).map((place) => (
              <li key={place.to}>
                <Way place={place} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function Way({ place, onClick }: { place: Place; onClick?: () => void }) {
  return (
    <Link
      to={place.to}
      onClick={onClick}
      activeOptions={{ exact: place.to === "/", includeSearch: false }}
      className="flex h-8 items-center gap-2.5 rounded-lg px-2 text-muted hover:bg-hover hover:text-text"
      activeProps={{ className: "bg-accent-soft font-medium !text-accent" }}
    >
      <place.icon aria-hidden className="size-4 shrink-0" />
      {place.name}
    </Link>
  );
}

export function BottomBar() {
  const open = useOpen();
  const [more, setMore] = useState(false);
  return (
    <>
      <nav
        aria-label="Pages"
        className="fixed inset-x-0 bottom-0 z-30 flex h-16 items-stretch border-t bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
      >
        {BELOW.filter(open).map((place) => (
          <Link
            key={place.to}
            to={place.to}
            activeOptions={{ exact: place.to === "/", includeSearch: false }}
            className={SLOT}
            activeProps={{ className: "!text-accent" }}
          >
            <place.icon aria-hidden className="size-5" />
            {place.name}
          </Link>
        ))}
        <button type="button" className={SLOT} onClick={() => setMore(true)}>
          <Menu aria-hidden className="size-5" />
          More
        </button>
      </nav>
      <Sheet open={more} onOpenChange={setMore} title="All pages">
        <ul className="grid grid-cols-2 gap-1">
          {GROUPS.flatMap((group) => group.places)
            .filter(open)
            .map((place) => (
              <li key={place.to}>
                <Way place={place} onClick={() => setMore(false)} />
              </li>
            ))}
        </ul>
      </Sheet>
    </>
  );
}

const SLOT = classes("flex min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-2xs font-medium text-muted");
