"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { useSubmit } from "@/components/ui/submit";
import { TableHead } from "@/components/ui/table-head";
import type { Role } from "@/lib/auth/permissions";
import type { GroupRow } from "@/lib/projects/groups";
import type { MemberRow } from "@/lib/projects/people";
import { GroupDialog } from "./group-dialog";
import { RoleChoice } from "./role-choice";

type Props = { slug: string; groups: GroupRow[]; members: MemberRow[]; role: Role };

/** The groups of a project: their people, and the role that each gives. */
export function Groups({ slug, groups, members, role }: Props) {
  const router = useRouter();
  const { pending, error, submit } = useSubmit();
  const [open, setOpen] = useState<number | "new" | null>(null);
  const group = groups.find(({ id }) => id === open) ?? null;

  async function giveRole(id: number, next: Role | null) {
    if (await submit("PATCH", `/projects/${slug}/groups/${id}`, { role: next })) router.refresh();
  }

  return (
    <section className="sec" aria-labelledby="h-groups">
      <div className="sec-head">
        <h2 id="h-groups">Groups</h2>
        <button type="button" className="btn ml-auto" onClick={() => setOpen("new")}>
          <Plus className="i" aria-hidden="true" />
          New group
        </button>
      </div>
      <ErrorNote message={error} />
      {groups.length === 0 ? (
        <p className="t2">A group gives its people a role and permissions together.</p>
      ) : (
        <table className="t">
          <caption className="sr">Groups</caption>
          <TableHead
            heads={["Group", { label: "People", wide: true }, "Role", { label: "Actions", spoken: true }]}
          />
          <tbody>
            {groups.map(({ id, name, description, people, size, role: held }) => (
              <tr key={id}>
                <td>
                  <span className="name">{name}</span>
                  {description ? <span className="t3"> {description}</span> : null}
                </td>
                <td className="t2 wide">{peopleOf(people, size)}</td>
                <td>
                  <RoleChoice
                    label={`Role of the group ${name}`}
                    value={held}
                    most={role === "OWNER" ? "MAINTAINER" : role}
                    disabled={pending}
                    onChange={(next) => giveRole(id, next)}
                    onNone={() => giveRole(id, null)}
                  />
                </td>
                <td className="r">
                  <button
                    type="button"
                    className="btn-link"
                    aria-label={`Edit the group ${name}`}
                    onClick={() => setOpen(id)}
                  >
                    Edit
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {open === "new" || group ? (
        <GroupDialog
          key={String(open)}
          slug={slug}
          group={group}
          members={members}
          onMade={setOpen}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </section>
  );
}

/** The first people of a group by name, and how many more there are. */
function peopleOf(people: GroupRow["people"], size: number): string {
  if (size === 0) return "Nobody yet";
  const named = people.slice(0, 3).map(({ name }) => name);
  return named.join(", ") + (size > named.length ? ` and ${size - named.length} more` : "");
}
