// Where a dialog begins, by keys: at what is to be done in it, not at the way out.
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { Button } from "~/components/button";
import { ConfirmDialog, Dialog, Sheet } from "~/components/dialog";
import { FormDialog } from "~/components/form-dialog";
import { TextField } from "~/components/field";
import { show } from "~/test/render";

const nothing = () => undefined;

test("a form begins at its first field, and Enter sends it", async () => {
  const send = vi.fn();
  await show(
    <FormDialog title="New key" verb="Make it" busy={false} onSubmit={send} onClose={nothing}>
      <TextField label="Name" />
    </FormDialog>,
  );
  expect(document.activeElement).toBe(screen.getByLabelText("Name"));
  await userEvent.keyboard("billing{Enter}");
  expect(send).toHaveBeenCalledOnce();
});

test("of choices the one that holds comes first", async () => {
  await show(
    <Dialog open onOpenChange={nothing} title="Kind">
      <input type="radio" name="kind" aria-label="client" />
      <input type="radio" name="kind" aria-label="worker" defaultChecked />
    </Dialog>,
  );
  expect(document.activeElement).toBe(screen.getByLabelText("worker"));
});

test("without fields it begins at what can be pressed, without that at the button that closes it", async () => {
  const acts = (
    <>
      <Button>All at once</Button>
      <Button>One first</Button>
    </>
  );
  const { unmount } = await show(
    <Sheet open onOpenChange={nothing} title="Requeue" acts={acts}>
      <p>Each becomes a fresh job.</p>
    </Sheet>,
  );
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "One first" }));
  unmount();
  await show(
    <Dialog open onOpenChange={nothing} title="Keys">
      <p>Esc closes</p>
    </Dialog>,
  );
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "Close" }));
});

test("a question begins at the answer that changes nothing", async () => {
  await show(
    <ConfirmDialog trigger={<Button>Delete</Button>} title="Delete it?" verb="Delete it" danger onConfirm={async () => undefined}>
      It cannot be brought back.
    </ConfirmDialog>,
  );
  await userEvent.click(screen.getByRole("button", { name: "Delete" }));
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "Leave it" }));
});
