"use client";

import { History, Play, Square } from "lucide-react";
import Link from "next/link";
import { PageHeader } from "@/components/ui/page-header";
import type { CellId } from "@/lib/notebooks/graph";
import type { Present } from "@/lib/notebooks/live-protocol";
import type { Session } from "@/lib/notebooks/session";
import { People } from "./people";
import { savedWords, type SaveState } from "./save-state";
import { useOverall, useTitle } from "./use-session";

type Props = {
  slug: string;
  session: Session;
  save: SaveState;
  /** Others who have the notebook open. */
  people: readonly Present[];
  mayWrite: boolean;
  /** The revision that is shown, the newest one, and the one before, if there is one. */
  shown: number;
  newest: number;
  before: number | null;
  busy: boolean;
  onStop: () => void;
  onRun: (cells: readonly CellId[]) => void;
};

/** A notebook's title, whether it is saved, and what runs or stops its cells. */
export function NotebookHeader({ slug, session, save, mayWrite, shown, newest, before, ...rest }: Props) {
  useOverall(session);
  const title = useTitle(session);
  const ids = session.ids();
  const views = ids.map(session.view);
  const running = views.some(({ state }) => state.status === "running");
  const due = views.filter(({ hasRun, isStale }) => !hasRun || isStale).map(({ cell }) => cell.id);
  const isPart = due.length > 0 && due.length < ids.length;
  return (
    <PageHeader
      crumbs={[{ label: "Notebooks", href: `/projects/${slug}/notebooks` }]}
      title={title}
      meta={<span role="status">{mayWrite ? savedWords(save) : `Revision ${shown}, to read`}</span>}
      actions={
        <>
          <People people={rest.people} numberOf={(id) => session.cell(id) && session.view(id).number} />
          <RevisionLinks shown={shown} newest={newest} before={before} />
          {rest.busy || running ? (
            <button type="button" className="btn" onClick={rest.onStop}>
              <Square className="i" aria-hidden="true" />
              Stop
            </button>
          ) : null}
          <button
            type="button"
            className="btn primary"
            onClick={() => rest.onRun(due.length > 0 ? due : ids)}
          >
            <Play className="i" aria-hidden="true" />
            {isPart ? `Run ${due.length} changed` : "Run all"}
          </button>
        </>
      }
    />
  );
}

function RevisionLinks({ shown, newest, before }: { shown: number; newest: number; before: number | null }) {
  return (
    <>
      {before !== null ? (
        <Link className="btn wide" href={`?revision=${before}`}>
          <History className="i" aria-hidden="true" />
          Revision {before}
        </Link>
      ) : null}
      {shown < newest ? (
        <Link className="btn" href="?">
          Newest
        </Link>
      ) : null}
    </>
  );
}
