// One of many, found by typing; a word that is not in the list can be taken too, where that makes sense.
import { Command } from "cmdk";
import { Check, ChevronsUpDown } from "lucide-react";
import { Popover } from "radix-ui";
import { useId, useState } from "react";
import { inputLook, type Tied } from "~/components/field";
import { classes } from "~/lib/classes";

interface ComboboxProps extends Partial<Tied> {
  options: readonly string[];
  value: string;
  onChange: (value: string) => void;
  /** What the field says while nothing is chosen. */
  placeholder: string;
  /** Take also what is typed and not in the list. */
  free?: boolean;
  /** Offer to choose nothing, under this name. */
  none?: string;
  className?: string;
  "aria-label"?: string;
}

export function Combobox({ options, value, onChange, placeholder, free, none, className, ...tied }: ComboboxProps) {
  const list = useId();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const choose = (chosen: string) => {
    onChange(chosen);
    setTyped("");
    setOpen(false);
  };
  const isNew = free && typed.trim() !== "" && !options.includes(typed.trim());
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <button
          type="button"
          role="combobox"
          aria-expanded={open}
          aria-controls={list}
          className={classes(inputLook, "flex items-center justify-between gap-2 text-left", !value && "text-muted", className)}
          {...tied}
        >
          <span className="truncate">{value || placeholder}</span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted" />
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          id={list}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="floating z-50 w-(--radix-popover-trigger-width) min-w-56 animate-appear overflow-hidden p-1"
        >
          <Command label={placeholder}>
            <Command.Input
              value={typed}
              onValueChange={setTyped}
              placeholder="Type to find"
              className="h-8 w-full bg-transparent px-2 text-sm outline-none placeholder:text-faint"
            />
            <Command.List className="max-h-64 overflow-y-auto border-t pt-1">
              <Command.Empty className="px-2 py-3 text-center text-muted">Nothing by that name.</Command.Empty>
              {isNew && <Choice word={typed.trim()} shown={`Use “${typed.trim()}”`} onSelect={choose} />}
              {none && <Choice word="" shown={none} chosen={value === ""} onSelect={choose} />}
              {options.map((option) => (
                <Choice key={option} word={option} shown={option} chosen={option === value} onSelect={choose} />
              ))}
            </Command.List>
          </Command>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

interface ChoiceProps {
  word: string;
  shown: string;
  chosen?: boolean;
  onSelect: (word: string) => void;
}

function Choice({ word, shown, chosen, onSelect }: ChoiceProps) {
  return (
    <Command.Item
      value={shown}
      onSelect={() => onSelect(word)}
      className="flex items-center gap-2 rounded-md px-2 py-1.5 data-[selected=true]:bg-hover"
    >
      <Check aria-hidden className={classes("size-4 shrink-0", !chosen && "invisible")} />
      <span className="truncate">{shown}</span>
    </Command.Item>
  );
}
