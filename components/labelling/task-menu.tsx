"use client";

import { Ellipsis } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { Menu } from "@/components/ui/menu";
import { MenuItems } from "@/components/ui/menu-items";
import { ReasonField } from "@/components/ui/reason-field";
import { useSubmit } from "@/components/ui/submit";
import { counted } from "@/lib/format";

type Props = {
  api: string;
  name: string;
  closed: boolean;
  labels: number;
  /** The address of the list of tasks. */
  list: string;
  mayMake: boolean;
  mayDelete: boolean;
};

/** What is done to a task as a whole: closed, opened again, deleted. */
export function TaskMenu({ api, name, closed, labels, list, mayMake, mayDelete }: Props) {
  const router = useRouter();
  const [reason, setReason] = useState<string | null>(null);
  const { pending, error, submit } = useSubmit();
  if (!mayMake && !mayDelete) return null;

  async function close() {
    if (await submit("PATCH", api, { closed: !closed })) router.refresh();
  }
  async function remove() {
    if (await submit("DELETE", api, { reason })) router.push(list);
  }
  return (
    <>
      <Menu className="more-menu" name="More" label={<Ellipsis className="i" aria-hidden="true" />}>
        <MenuItems>
          {mayMake ? (
            <button type="button" className="btn quiet" disabled={pending} onClick={() => void close()}>
              {closed ? "Open again" : "Close: nobody labels any more"}
            </button>
          ) : null}
          {mayDelete ? (
            <button type="button" className="btn quiet" onClick={() => setReason("")}>
              Delete
            </button>
          ) : null}
        </MenuItems>
      </Menu>
      {reason === null ? <ErrorNote message={error} /> : null}
      {reason !== null ? (
        <Dialog
          open
          onOpenChange={(open) => (open ? undefined : setReason(null))}
          title={`Delete ${name}?`}
          footer={
            <>
              <button type="button" className="btn form" onClick={() => setReason(null)}>
                Cancel
              </button>
              <button type="submit" form="delete-task" className="btn form danger" disabled={pending}>
                Delete {name}
              </button>
            </>
          }
        >
          <form
            id="delete-task"
            className="grid gap-3"
            onSubmit={(event) => (event.preventDefault(), void remove())}
          >
            <p>
              {counted(labels, "label")} and what was settled go with it. It stays where a version was saved.
            </p>
            <ReasonField value={reason} onChange={setReason} />
            <ErrorNote message={error} />
          </form>
        </Dialog>
      ) : null}
    </>
  );
}
