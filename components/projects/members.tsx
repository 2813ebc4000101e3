import Link from "next/link";
import { PageHeader } from "@/components/ui/page-header";
import { integer } from "@/lib/format";
import type { Role } from "@/lib/auth/permissions";
import type { MemberRow } from "@/lib/projects/people";
import type { SpecialRight } from "@/lib/projects/rights";
import { InviteButton } from "./invite-button";
import { MemberTable } from "./member-table";
import { SpecialRights } from "./special-rights";

type Props = {
  slug: string;
  members: MemberRow[];
  /** Where the next page of them begins. */
  next: string | null;
  people: number;
  me: string;
  role: Role;
  mayManage: boolean;
  rights: SpecialRight[];
};

export function Members({ slug, members, next, people, me, role, mayManage, rights }: Props) {
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
              Next {integer(members.length)}
            </Link>
          ) : null}
        </section>
        {rights.length > 0 ? (
          <section className="sec" aria-labelledby="h-rights">
            <div className="sec-head">
              <h2 id="h-rights">Beside the roles</h2>
            </div>
            <p className="t2 mb-2">
              Given to single people and to groups by MLflow&apos;s auth client. What is taken away here goes
              by the role again.
            </p>
            <SpecialRights slug={slug} rights={rights} mayManage={mayManage} />
          </section>
        ) : null}
      </div>
    </>
  );
}
