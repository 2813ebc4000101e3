"use client";

import { useState, type FormEvent } from "react";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { counted, integer } from "@/lib/format";
import type { Session } from "@/lib/notebooks/session";
import type { Renameable } from "./language/rename";
import type { RenameAsked, useRename } from "./use-rename";

/** So many cells are told by their numbers; the rest is counted. */
const told = 12;

type Props = { session: Session; names: ReturnType<typeof useRename> };

/** Asks for the new name of a name, and says where it stands. */
export function RenameDialog({ session, names }: Props) {
  const { asking } = names;
  return asking ? <NewName key={asking.name} {...{ session, names, asking }} /> : null;
}

function NewName({ session, asking, names: { rename, close } }: Props & { asking: RenameAsked }) {
  const { name, asked, found } = asking;
  const [to, setTo] = useState(name);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const error = refusal ?? (found && !found.ok ? found.message : null);
  async function submit(event: FormEvent) {
    event.preventDefault();
    if (to === name) return close();
    setPending(true);
    setRefusal(await rename(asked, to.trim()));
    setPending(false);
  }
  return (
    <Dialog
      open
      onOpenChange={close}
      title={`Rename ${name}`}
      footer={
        <>
          <button type="button" className="btn" onClick={close}>
            Cancel
          </button>
          <button type="submit" form="rename-name" className="btn primary" disabled={pending}>
            Rename
          </button>
        </>
      }
    >
      <form id="rename-name" onSubmit={(event) => void submit(event)}>
        <Field
          label="New name"
          className="input mono"
          hint={found?.ok ? whereOf(found, session) : "Looking where it stands …"}
          error={error}
          autoFocus
          spellCheck={false}
          autoComplete="off"
          maxLength={200}
          value={to}
          onFocus={({ target }) => target.select()}
          onChange={({ target }) => {
            setTo(target.value);
            setRefusal(null);
          }}
        />
      </form>
    </Dialog>
  );
}

function whereOf({ count, cells }: Extract<Renameable, { ok: true }>, session: Session): string {
  const numbers = cells.map((id) => session.ids().indexOf(id) + 1);
  const shown = numbers.slice(0, told).map(integer);
  const more = numbers.length > told ? ` and ${integer(numbers.length - told)} more` : "";
  const word = numbers.length === 1 ? "cell" : "cells";
  return `Stands in ${counted(count, "place")}, in ${word} ${shown.join(", ")}${more}.`;
}
