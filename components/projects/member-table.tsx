"use client";

import { useRouter } from "next/navigation";
import { Avatar } from "@/components/ui/avatar";
import { ErrorNote } from "@/components/ui/error-note";
import { useSubmit } from "@/components/ui/submit";
import { TableHead } from "@/components/ui/table-head";
import { atLeast, roles, type Role } from "@/lib/auth/permissions";
import type { MemberRow } from "@/lib/projects/queries";

type Props = { slug: string; members: MemberRow[]; me: string; role: Role; mayManage: boolean };

export function MemberTable({ slug, members, me, role, mayManage }: Props) {
  const router = useRouter();
  const { pending, error, submit } = useSubmit();
  const path = (id: string) => `/projects/${slug}/members/${id}`;

  async function change(id: string, next: Role) {
    if (await submit("PATCH", path(id), { role: next })) router.refresh();
  }
  async function remove(id: string) {
    if (!(await submit("DELETE", path(id)))) return;
    if (id === me) location.assign("/");
    else router.refresh();
  }

  return (
    <>
      <ErrorNote message={error} />
      <table className="t">
        <caption className="sr">Members</caption>
        <TableHead
          heads={["Person", { label: "Email", wide: true }, "Role", { label: "Actions", spoken: true }]}
        />
        <tbody>
          {members.map((member) => {
            const mayChange = mayManage && atLeast(role, member.role);
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
                    <select
                      className="input role-choice"
                      aria-label={`Role of ${member.name}`}
                      value={member.role}
                      disabled={pending}
                      onChange={(event) => change(member.id, event.target.value as Role)}
                    >
                      {roles
                        .filter((choice) => atLeast(role, choice))
                        .map((choice) => (
                          <option key={choice} value={choice}>
                            {wordOf(choice)}
                          </option>
                        ))}
                    </select>
                  ) : (
                    wordOf(member.role)
                  )}
                </td>
                <td className="r">
                  {mayChange || member.id === me ? (
                    <button
                      type="button"
                      className="btn-link"
                      disabled={pending}
                      onClick={() => remove(member.id)}
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
    </>
  );
}

function wordOf(role: Role): string {
  return role[0] + role.slice(1).toLowerCase();
}
