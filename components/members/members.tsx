import Link from "next/link";
import { PageHeader } from "@/components/ui/page-header";
import type { Role } from "@/lib/auth/permissions";
import { integer } from "@/lib/format";
import type { GroupRow } from "@/lib/projects/groups";
import type { MemberRow } from "@/lib/projects/people";
import type { ResourcePermission } from "@/lib/projects/rights";
import type { Choosable } from "./grant-dialog";
import { Groups } from "./groups";
import { InviteButton } from "./invite-button";
import { MemberTable } from "./member-table";
import { ResourcePermissions } from "./resource-permissions";

type Props = {
  slug: string;
  members: MemberRow[];
  /** Where the next page of them begins. */
  next: string | null;
  people: number;
  me: string;
  role: Role;
  mayManage: boolean;
  groups: GroupRow[];
  permissions: ResourcePermission[];
  /** Whether there are more groups or permissions than are shown. */
  more: boolean;
};

/** The people of a project, its groups, and permissions on single resources. */
export function Members({
  slug,
  members,
  next,
  people,
  me,
  role,
  mayManage,
  groups,
  permissions,
  more,
}: Props) {
  const choosable: Choosable[] = [
    ...groups.map(({ id, name }) => ({ key: `group ${id}`, label: `Group ${name}`, subject: { group: id } })),
    ...members.map(({ id, name, email }) => ({
      key: id,
      label: `${name} (${email})`,
      subject: { person: id },
    })),
  ];
  return (
    <>
      <PageHeader
        title="Members"
        meta={<span className="num">{people === 1 ? "1 person" : `${integer(people)} people`}</span>}
        actions={mayManage ? <InviteButton slug={slug} role={role} /> : null}
      />
      <div className="body stack">
        <section className="sec">
          <MemberTable slug={slug} members={members} me={me} role={role} mayManage={mayManage} />
          {next ? (
            <Link className="more" href={`?after=${encodeURIComponent(next)}`}>
              Next page
            </Link>
          ) : null}
        </section>
        {mayManage ? (
          <>
            <Groups slug={slug} groups={groups} members={members} role={role} />
            <ResourcePermissions slug={slug} permissions={permissions} choosable={choosable} role={role} />
            {more ? (
              <p className="t2">
                There are more groups or permissions: <code>GET /api/projects/{slug}/groups</code> and{" "}
                <code>/grants</code> list them all.
              </p>
            ) : null}
          </>
        ) : null}
      </div>
    </>
  );
}
