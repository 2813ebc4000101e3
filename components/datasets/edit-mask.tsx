"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { useSubmit } from "@/components/ui/submit";
import { maskRoles, type ColumnMask, type MaskKind, type MaskRole } from "@/lib/datasets/mask";
import type { MaskedFor } from "@/lib/datasets/shown";
import { Choice } from "./step-choices";

type Props = {
  api: string;
  name: string;
  /** All masks that the dataset has now. */
  set: readonly ColumnMask[];
  /** What holds for the column now, with what it inherits. */
  mask: MaskedFor | null;
  freed: boolean;
  onClose: () => void;
};

const kinds = [
  { value: "hide", label: "hidden: no value is shown" },
  { value: "hash", label: "hashed: equal values look equal" },
  { value: "bin", label: "in ranges, of five rows at least" },
];

/** Says who sees the values of a column, and frees it from masks of what it was made of. */
export function EditMask({ api, name, set, mask, freed, onClose }: Props) {
  const router = useRouter();
  const own = set.find((one) => one.name === name);
  const [kind, setKind] = useState<string>(own?.mask ?? "");
  const [role, setRole] = useState<string>(own?.role ?? "owner");
  const { pending, error, submit } = useSubmit();
  async function send(address: string, body: object) {
    if (!(await submit("PUT", `${api}/${address}`, body))) return;
    onClose();
    router.refresh();
  }
  const save = () => {
    // of this column alone: what the page knows of the others may be old
    const chosen = kind === "" ? null : { mask: kind as MaskKind, role: role as MaskRole };
    return send("masks", { column: name, mask: chosen });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Who sees ${name}`}
      footer={
        <>
          <button type="button" className="btn form" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" form="edit-mask" className="btn form primary" disabled={pending}>
            Save
          </button>
        </>
      }
    >
      <form id="edit-mask" className="grid gap-3" onSubmit={(event) => (event.preventDefault(), void save())}>
        <Choice
          label="Mask"
          empty="None of its own"
          value={kind}
          options={kinds}
          onChange={(value = "") => setKind(value)}
        />
        {kind === "" ? null : (
          <Choice
            label="Values are seen from this role on"
            value={role}
            options={maskRoles}
            onChange={(value = "owner") => setRole(value)}
          />
        )}
        {mask?.inherited ? (
          <p className="hint">
            It was made of a masked column, and is masked like it.{" "}
            <button
              type="button"
              className="btn-link"
              disabled={pending}
              onClick={() => void send("freed", { column: name, freed: true })}
            >
              Free {name}
            </button>
          </p>
        ) : null}
        {freed ? (
          <p className="hint">
            It was freed from the masks of what it was made of.{" "}
            <button
              type="button"
              className="btn-link"
              disabled={pending}
              onClick={() => void send("freed", { column: name, freed: false })}
            >
              Mask it again
            </button>
          </p>
        ) : null}
        <p className="hint">
          It holds from the next request on, for every version and whatever is made of them. Models that were
          trained before keep what they learned.
        </p>
        <ErrorNote message={error} />
      </form>
    </Dialog>
  );
}
