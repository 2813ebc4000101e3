import { Play } from "lucide-react";
import Link from "next/link";
import { RecentRuns } from "@/components/runs/recent-runs";
import { Avatar } from "@/components/ui/avatar";
import { PageHeader } from "@/components/ui/page-header";
import type { MemberRow } from "@/lib/projects/people";
import { phasesOf, type PhaseFacts } from "@/lib/projects/phases";
import type { RecentRun } from "@/lib/runs/loaders";
import { ConnectClient } from "./connect-client";
import { Objective } from "./objective";
import { Phases } from "./phases";
import { roleName } from "@/components/members/role-choice";

type Props = {
  slug: string;
  project: { name: string; objective: string };
  members: MemberRow[];
  prepared: { name: string; number: number } | null;
  counts: PhaseFacts["counts"];
  recent: { runs: RecentRun[]; metric: string | null; matching: number; atLeast: boolean };
  production: { name: string; number: number }[];
  mayEdit: boolean;
  mayTrain: boolean;
};

export function Overview({
  slug,
  project,
  members,
  prepared,
  counts,
  recent,
  production,
  mayEdit,
  mayTrain,
}: Props) {
  const root = `/projects/${slug}`;
  const phases = phasesOf({
    objective: project.objective,
    counts,
    prepared,
    production,
    runs: recent.matching,
  });
  const train = mayTrain && counts.datasets > 0;
  return (
    <>
      <PageHeader
        title={project.name}
        meta={
          <span>
            {phases.filter(({ state }) => state === "done").length} of {phases.length} phases
          </span>
        }
        actions={
          train ? (
            <Link className="btn primary" href={`${root}/train`}>
              <Play className="i" aria-hidden="true" />
              Train
            </Link>
          ) : null
        }
      />
      <div className="body">
        <div className="two">
          <div className="stack">
            <Objective slug={slug} objective={project.objective} mayEdit={mayEdit} />
            <RecentRuns root={root} {...recent} />
            <ConnectClient slug={slug} />
          </div>
          <div className="stack">
            <Phases root={root} phases={phases} />
            <section className="sec" aria-labelledby="h-members">
              <div className="sec-head">
                <h2 id="h-members">Members</h2>
                <Link className="more" href={`${root}/members`}>
                  All
                </Link>
              </div>
              <ul className="people">
                {members.slice(0, 8).map(({ id, name, role }) => (
                  <li key={id}>
                    <Avatar name={name} small />
                    {name}
                    <span className="role">{role ? roleName(role) : "By group or resource"}</span>
                  </li>
                ))}
              </ul>
            </section>
          </div>
        </div>
      </div>
    </>
  );
}
