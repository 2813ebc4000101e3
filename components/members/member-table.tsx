"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Avatar } from "@/components/ui/avatar";
import { ErrorNote } from "@/components/ui/error-note";
import { useSubmit } from "@/components/ui/submit";
import { TableHead } from "@/components/ui/table-head";
import { atLeast, type Role } from "@/lib/auth/permissions";
import type { MemberRow } from "@/lib/projects/people";
import { RemoveMember } from "./remove-member";
import { RoleChoice, roleName } from "./role-choice";

type Props = { slug: string; members: MemberRow[]; me: string; role: Role; mayManage: boolean };

/** Everybody who holds any grant in the project, and by what. */
export function MemberTable({ slug, members, me, role, mayManage }: Props) {
  const router = useRouter();
  const { pending, error, submit } = useSubmit();
  const [leaving, setLeaving] = useState<MemberRow | null>(null);

  async function change(id: string, next: Role) {
    if (await submit("PATCH", `/projects/${slug}/members/${id}`, { role: next })) router.refresh();
  }

  return (
    <>
      <ErrorNote message={error} />
      <table className="t">
        <caption className="sr">Members</caption>
        <TableHead
          heads={[
            "Person",
            { label: "Email", wide: true },
            "Role",
            { label: "Also by", wide: true },
            { label: "Actions", spoken: true },
          ]}
        />
        <tbody>
          {members.map((member) => {
            const mayChange = mayManage && (member.role === null || atLeast(role, member.role));
            return (
              <tr key={member.id}>
                <td>
                  <span className="row">
                    <Avatar name={member.name} small />
                    <span className="name">{member.name}</span>
                    {member.id === me ? <span className="t3">you</span> : null}
                  </span>
                </td>
                <td className="t2 wide">{member.email}</td>
                <td>
                  {mayChange ? (
                    <RoleChoice
                      label={`Role of ${member.name}`}
                      value={member.role}
                      most={role}
                      disabled={pending}
                      onChange={(next) => change(member.id, next)}
                    />
                  ) : (
                    roleName(member.role)
                  )}
                </td>
                <td className="t2 wide">{otherWays(member) || <span className="t3">–</span>}</td>
                <td className="r">
                  {mayChange || member.id === me ? (
                    <button
                      type="button"
                      className="btn-link"
                      disabled={pending}
                      onClick={() => setLeaving(member)}
                    >
                      {member.id === me ? "Leave" : "Remove"}
                    </button>
                  ) : null}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <RemoveMember slug={slug} member={leaving} me={me} onClose={() => setLeaving(null)} />
    </>
  );
}

/** By what else than a role somebody is in a project: their groups, and how many single resources. */
export function otherWays({ groups, resources }: Pick<MemberRow, "groups" | "resources">): string {
  const named = groups.slice(0, 3).map(({ name }) => name);
  const more = groups.length - named.length;
  return [
    ...(named.length > 0
      ? [`${named.length === 1 && more === 0 ? "group" : "groups"} ${named.join(", ")}`]
      : []),
    ...(more > 0 ? [`${more} more`] : []),
    ...(resources > 0 ? [resources === 1 ? "1 resource" : `${resources} resources`] : []),
  ].join(", ");
}
