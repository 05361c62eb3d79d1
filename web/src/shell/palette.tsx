// Ctrl-K: go anywhere, open the job whose id was pasted, or search the jobs for what was typed.
import { useNavigate } from "@tanstack/react-router";
import { Command, defaultFilter } from "cmdk";
import { ArrowRight, Keyboard, Moon, Search, Sun } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import { Dialog } from "radix-ui";
import { type ReactNode, useState } from "react";
import { useTheme } from "~/hooks/use-theme";
import { LOOK, STATES } from "~/states";
import { useMe } from "~/session/use-me";
import { PLACES } from "~/shell/places";

const SEARCH = "search the jobs for ";
const LAST = 1e-6; // the score of what fits whatever is typed
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export default function Palette({ onClose, onHelp }: { onClose: () => void; onHelp: () => void }) {
  const navigate = useNavigate();
  const { may } = useMe();
  const [theme, choose] = useTheme();
  const [typed, setTyped] = useState("");
  const id = typed.trim().toLowerCase();
  const run = (act: () => unknown) => () => {
    onClose();
    act();
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-appear bg-veil" />
        <Dialog.Content
          aria-describedby={undefined}
          className="floating fixed inset-x-3 top-[12vh] z-50 mx-auto max-w-xl animate-slide overflow-hidden"
        >
          <Dialog.Title className="sr-only">Search or go to</Dialog.Title>
          <Command label="Search or go to" loop filter={fits}>
            <div className="flex items-center gap-2.5 border-b px-4">
              <Search aria-hidden className="size-4 shrink-0 text-muted" />
              <Command.Input
                value={typed}
                onValueChange={setTyped}
                placeholder="A page, a state, or the id of a job"
                className="h-12 w-full bg-transparent outline-none placeholder:text-faint"
              />
            </div>
            <Command.List className="max-h-[52vh] overflow-y-auto p-2">
              <Command.Empty className="px-3 py-8 text-center text-muted">Nothing by that name.</Command.Empty>
              {UUID.test(id) && (
                <Entry icon={ArrowRight} value={typed} onSelect={run(() => navigate({ to: "/jobs/$id", params: { id } }))}>
                  Open job <code className="text-xs">{id}</code>
                </Entry>
              )}
              <Group heading="Pages">
                {PLACES.filter((place) => !place.scope || may(place.scope)).map((place) => (
                  <Entry key={place.to} icon={place.icon} value={`${place.name} ${place.about}`} onSelect={run(() => navigate({ to: place.to }))}>
                    {place.name} <span className="ml-2 text-xs text-faint">{place.about}</span>
                  </Entry>
                ))}
              </Group>
              {may("jobs:read") && (
                <Group heading="Jobs by state">
                  {STATES.map((state) => (
                    <Entry
                      key={state}
                      icon={LOOK[state].icon}
                      value={`jobs ${LOOK[state].label}`}
                      onSelect={run(() => navigate({ to: "/jobs", search: { status: state } }))}
                    >
                      {LOOK[state].label} jobs <span className="ml-2 text-xs text-faint">{LOOK[state].meaning}</span>
                    </Entry>
                  ))}
                </Group>
              )}
              <Group heading="This page">
                <Entry
                  icon={theme === "dark" ? Sun : Moon}
                  value="theme dark light"
                  onSelect={run(() => choose(theme === "dark" ? "light" : "dark"))}
                >
                  Use the {theme === "dark" ? "light" : "dark"} theme
                </Entry>
                <Entry icon={Keyboard} value="keyboard shortcuts keys help" onSelect={run(onHelp)}>
                  Show the keyboard shortcuts
                </Entry>
              </Group>
              {id && may("jobs:read") && (
                <Group heading="Jobs">
                  <Entry icon={Search} value={SEARCH + typed} onSelect={run(() => navigate({ to: "/jobs", search: { q: typed.trim() } }))}>
                    Search the jobs for “{typed.trim()}”
                  </Entry>
                </Group>
              )}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** How well an entry fits what was typed, 0 to 1: the search is always there, below all that goes by that name. */
function fits(value: string, typed: string, keywords?: string[]): number {
  return value.startsWith(SEARCH) ? LAST : defaultFilter(value, typed, keywords);
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-faint"
    >
      {children}
    </Command.Group>
  );
}

interface EntryProps {
  icon: LucideIcon;
  value: string;
  onSelect: () => void;
  children: ReactNode;
}

function Entry({ icon: Icon, value, onSelect, children }: EntryProps) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex h-9 cursor-pointer items-center gap-3 rounded-lg px-3 data-[selected=true]:bg-hover"
    >
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <span className="truncate">{children}</span>
    </Command.Item>
  );
}
