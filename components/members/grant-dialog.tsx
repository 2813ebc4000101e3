"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { useSubmit } from "@/components/ui/submit";
import { accessLevels, roleOfLevel, type AccessLevel } from "@/lib/auth/access-level";
import { atLeast, type Role } from "@/lib/auth/permissions";
import { scopedKinds, type ScopedKind } from "@/lib/auth/resources";
import type { SearchTarget } from "@/lib/projects/search";
import { ResourceChoice } from "./resource-choice";

/** A person or group that a permission can be given to. */
export type Choosable = { key: string; label: string; subject: { person: string } | { group: number } };

type Props = { slug: string; choosable: Choosable[]; role: Role; onClose: () => void };

const words: Record<AccessLevel, string> = {
  none: "See nothing",
  viewer: "Read",
  editor: "Edit",
  maintainer: "Manage",
};

/** Says what somebody may do with one experiment, model, dataset or notebook. */
export function GrantDialog({ slug, choosable, role, onClose }: Props) {
  const router = useRouter();
  const { pending, error, submit } = useSubmit();
  const [who, setWho] = useState(choosable[0]?.key ?? "");
  const [kind, setKind] = useState<ScopedKind>("dataset");
  const [target, setTarget] = useState<SearchTarget | null>(null);
  const [access, setAccess] = useState<AccessLevel>("none");
  const subject = choosable.find(({ key }) => key === who)?.subject;

  async function grant() {
    if (!target) return;
    const on = kind === "notebook" ? { kind, id: target.key } : { kind, name: target.key };
    if (!(await submit("POST", `/projects/${slug}/grants`, { subject, on, access }))) return;
    onClose();
    router.refresh();
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Who may do what?"
      footer={
        <>
          <button type="button" className="btn form" onClick={onClose}>
            Cancel
          </button>
          <button
            type="button"
            className="btn form primary"
            disabled={pending || !subject || !target}
            onClick={grant}
          >
            Add permission
          </button>
        </>
      }
    >
      <div className="field">
        <label htmlFor="grant-who">Person or group</label>
        <select id="grant-who" className="input" value={who} onChange={(event) => setWho(event.target.value)}>
          {choosable.map(({ key, label }) => (
            <option key={key} value={key}>
              {label}
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor="grant-kind">Kind of resource</label>
        <select
          id="grant-kind"
          className="input"
          value={kind}
          onChange={(event) => {
            setKind(event.target.value as ScopedKind);
            setTarget(null);
          }}
        >
          {scopedKinds.map((one) => (
            <option key={one} value={one}>
              {one[0]!.toUpperCase() + one.slice(1)}
            </option>
          ))}
        </select>
      </div>
      <ResourceChoice key={kind} slug={slug} kind={kind} chosen={target} onChoose={setTarget} />
      <div className="field">
        <label htmlFor="grant-access">May</label>
        <select
          id="grant-access"
          className="input"
          value={access}
          onChange={(event) => setAccess(event.target.value as AccessLevel)}
        >
          {accessLevels
            .filter((level) => atLeast(role, roleOfLevel(level) ?? "VIEWER"))
            .map((level) => (
              <option key={level} value={level}>
                {words[level]}
              </option>
            ))}
        </select>
        <p className="hint">
          For a person this is exactly what they may do with it, whatever their role. A group adds to what its
          people may do, or takes all away.
        </p>
      </div>
      <ErrorNote message={error} />
    </Dialog>
  );
}
