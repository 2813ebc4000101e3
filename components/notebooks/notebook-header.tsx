"use client";

import { Download, History, ListChecks, Play, Share, Square } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Menu } from "@/components/ui/menu";
import { MenuItems } from "@/components/ui/menu-items";
import { PageHeader } from "@/components/ui/page-header";
import type { CellId } from "@/lib/notebooks/graph";
import type { Present } from "@/lib/notebooks/live-protocol";
import type { Session } from "@/lib/notebooks/session";
import { ExportLinks } from "./export-links";
import { People } from "./people";
import { PublishDialog, type Published } from "./publish-dialog";
import { savedWords, type SaveState } from "./save-state";
import { useOverall, useTitle } from "./use-session";

type Props = {
  slug: string;
  session: Session;
  save: SaveState;
  /** Others who have the notebook open. */
  people: readonly Present[];
  mayWrite: boolean;
  /** Whether a Python runs that can reach what the server can. */
  isUnconfined: boolean;
  /** The notebook's address. */
  here: string;
  /** The revision that is shown, and the newest one. */
  shown: number;
  newest: number;
  busy: boolean;
  /** How it is published; null where it is not. */
  published: Published | null;
  saveNow: () => Promise<number>;
  id: string;
  onStop: () => void;
  onRun: (cells: readonly CellId[]) => void;
};

/** A notebook's title, whether it is saved, and what runs or stops its cells. */
export function NotebookHeader({
  slug,
  session,
  save,
  mayWrite,
  isUnconfined,
  shown,
  newest,
  ...rest
}: Props) {
  useOverall(session);
  const title = useTitle(session);
  const [isPublishing, setPublishing] = useState(false);
  const ids = session.ids();
  const views = ids.map(session.view);
  const running = views.some(({ state }) => state.status === "running");
  const due = views.filter(({ hasRun, isStale }) => !hasRun || isStale).map(({ cell }) => cell.id);
  const isPart = due.length > 0 && due.length < ids.length;
  return (
    <PageHeader
      crumbs={[{ label: "Notebooks", href: `/projects/${slug}/notebooks` }]}
      title={title}
      meta={
        <span role="status">
          {mayWrite ? savedWords(save) : `Revision ${shown}, to read`}
          {isUnconfined ? " · Python is not confined" : ""}
        </span>
      }
      actions={
        <>
          <People people={rest.people} numberOf={(id) => session.cell(id) && session.view(id).number} />
          <RevisionLinks here={rest.here} shown={shown} newest={newest} />
          <Link className="btn wide" href={`${rest.here}/runs`}>
            <ListChecks className="i" aria-hidden="true" />
            Runs
          </Link>
          <Menu
            className="more-menu wide"
            name="Export"
            label={
              <>
                <Download className="i" aria-hidden="true" />
                Export
              </>
            }
          >
            <MenuItems>
              <ExportLinks notebook={rest.here} revision={shown < newest ? shown : undefined} />
            </MenuItems>
          </Menu>
          {mayWrite ? (
            <button type="button" className="btn wide" onClick={() => setPublishing(true)}>
              <Share className="i" aria-hidden="true" />
              {rest.published ? "Published" : "Publish"}
            </button>
          ) : null}
          {isPublishing ? (
            <PublishDialog
              {...{ slug, title, id: rest.id, published: rest.published }}
              revisionNow={rest.saveNow}
              onClose={() => setPublishing(false)}
            />
          ) : null}
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

function RevisionLinks({ here, shown, newest }: { here: string; shown: number; newest: number }) {
  return (
    <>
      <Link
        className="btn wide"
        href={shown < newest ? `${here}/revisions?revision=${shown}` : `${here}/revisions`}
      >
        <History className="i" aria-hidden="true" />
        Revisions
      </Link>
      {shown < newest ? (
        <Link className="btn" href={here}>
          Newest
        </Link>
      ) : null}
    </>
  );
}
