import { PageHeader } from "@/components/ui/page-header";
import { integer } from "@/lib/format";
import type { Role } from "@/lib/auth/permissions";
import type { MemberRow } from "@/lib/projects/queries";
import { InviteButton } from "./invite-button";
import { MemberTable } from "./member-table";

type Props = { slug: string; members: MemberRow[]; me: string; role: Role; mayManage: boolean };

export function Members({ slug, members, me, role, mayManage }: Props) {
  return (
    <>
      <PageHeader title="Members" meta={<span className="num">{integer(members.length)} people</span>} actions={mayManage ? <InviteButton slug={slug} role={role} /> : null} />
      <div className="body">
        <section className="sec">
          <MemberTable slug={slug} members={members} me={me} role={role} mayManage={mayManage} />
        </section>
      </div>
    </>
  );
}
