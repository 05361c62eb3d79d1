// What stands around every page: navigation, search, how the connection is, and who looks.
import { useQueryClient } from "@tanstack/react-query";
import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { Moon, Search, Sun } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { IconButton } from "~/components/button";
import { ConnectionState } from "~/components/connection-state";
import { useShortcuts } from "~/hooks/use-shortcuts";
import { useTheme } from "~/hooks/use-theme";
import { keepFresh } from "~/live/freshness";
import { live } from "~/live/stream";
import { useMe } from "~/session/use-me";
import { Gate } from "~/shell/gate";
import { BottomBar, SideBar } from "~/shell/navigation";

const Palette = lazy(() => import("~/shell/palette"));
const Shortcuts = lazy(() => import("~/shell/shortcuts"));

export function Frame() {
  const [palette, setPalette] = useState(false);
  const [help, setHelp] = useState(false);
  useShortcuts({ onPalette: () => setPalette(true), onHelp: () => setHelp(true) });
  const bare = useLocation({ select: (location) => location.pathname === "/auth" });
  if (bare) return <Main />;
  return (
    <Gate>
      <Follow />
      <a
        href="#content"
        onClick={(event) => {
          event.preventDefault(); // the address after the # may mean something to the page
          document.querySelector<HTMLElement>("#content")?.focus();
        }}
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-lg bg-accent px-3 py-2 text-on-accent focus:translate-y-0"
      >
        Skip to the content
      </a>
      <div className="flex min-h-dvh">
        <SideBar />
        <div className="flex min-w-0 flex-1 flex-col pb-16 md:pb-0">
          <TopBar onPalette={() => setPalette(true)} />
          <Main />
        </div>
      </div>
      <BottomBar />
      <Suspense>
        {palette && <Palette onClose={() => setPalette(false)} onHelp={() => setHelp(true)} />}
        {help && <Shortcuts onClose={() => setHelp(false)} />}
      </Suspense>
    </Gate>
  );
}

function Main() {
  return (
    <main id="content" tabIndex={-1} className="min-w-0 flex-1 outline-none">
      <Outlet />
    </main>
  );
}

function TopBar({ onPalette }: { onPalette: () => void }) {
  const [theme, choose] = useTheme();
  const dark = theme === "dark";
  return (
    <header className="sticky top-0 z-20 flex h-13 items-center gap-2 border-b bg-bg/85 px-3 backdrop-blur-sm md:px-6">
      <Link to="/" aria-label="Workqueue, to the overview" className="md:hidden">
        <img src="/favicon.svg" alt="" className="size-7" />
      </Link>
      <button
        type="button"
        onClick={onPalette}
        className="flex h-8 min-w-0 flex-1 items-center gap-2 rounded-lg border border-line bg-surface px-2.5 text-left text-muted hover:bg-hover md:max-w-80"
      >
        <Search aria-hidden className="size-4 shrink-0" />
        <span className="truncate">Search or go to…</span>
        <kbd className="ml-auto hidden rounded border bg-sunken px-1.5 text-2xs md:inline">Ctrl K</kbd>
      </button>
      <div className="ml-auto flex items-center gap-1">
        <ConnectionState />
        <IconButton
          size="small"
          icon={dark ? Sun : Moon}
          label={dark ? "Use the light theme" : "Use the dark theme"}
          onClick={() => choose(dark ? "light" : "dark")}
        />
      </div>
    </header>
  );
}

/** Follows live events for whoever is signed in, and keeps what is shown fresh by them. */
function Follow() {
  const client = useQueryClient();
  const { may } = useMe();
  const reads = may("jobs:read");
  useEffect(() => {
    if (!reads) return undefined;
    live.begin();
    const stop = keepFresh(live, client);
    return () => {
      stop();
      live.end();
    };
  }, [client, reads]);
  return null;
}
