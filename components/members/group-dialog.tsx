"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { useSubmit } from "@/components/ui/submit";
import type { GroupRow } from "@/lib/projects/groups";
import type { MemberRow } from "@/lib/projects/people";
import { GroupPeople } from "./group-people";

type Props = {
  slug: string;
  /** The group to edit; null for a new one. */
  group: GroupRow | null;
  members: MemberRow[];
  onMade: (id: number) => void;
  onClose: () => void;
};

/** Makes a group, or changes its name, what it is for, and its people. */
export function GroupDialog({ slug, group, members, onMade, onClose }: Props) {
  const router = useRouter();
  const { pending, error, submit } = useSubmit();
  const [name, setName] = useState(group?.name ?? "");
  const [description, setDescription] = useState(group?.description ?? "");
  const [isSure, setSure] = useState(false);
  const root = `/projects/${slug}/groups`;

  async function save() {
    const sent = { name, description };
    if (group) {
      if (!(await submit("PATCH", `${root}/${group.id}`, sent))) return;
      onClose();
    } else {
      const made = await submit<{ id: number }>("POST", root, sent);
      if (!made) return;
      onMade(made.id);
    }
    router.refresh();
  }

  async function remove() {
    if (!isSure) return setSure(true);
    if (!(await submit("DELETE", `${root}/${group!.id}`))) return;
    onClose();
    router.refresh();
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={group ? `Edit the group ${group.name}` : "New group"}
      footer={
        <>
          {group ? (
            <button type="button" className="btn form danger mr-auto" disabled={pending} onClick={remove}>
              {isSure ? "Delete, with its role and permissions" : "Delete group"}
            </button>
          ) : null}
          <button type="button" className="btn form" onClick={onClose}>
            Cancel
          </button>
          <button
            type="button"
            className="btn form primary"
            disabled={pending || !name.trim()}
            onClick={save}
          >
            {group ? "Save" : "Create group"}
          </button>
        </>
      }
    >
      <Field label="Name" value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />
      <Field
        label="What it is for (optional)"
        value={description}
        maxLength={1_000}
        onChange={(event) => setDescription(event.target.value)}
      />
      {group ? <GroupPeople path={`${root}/${group.id}/members`} group={group} members={members} /> : null}
      <ErrorNote message={error} />
    </Dialog>
  );
}
