"use client";

import { Play, Square } from "lucide-react";
import Link from "next/link";
import { useCallback, useMemo } from "react";
import { Ago } from "@/components/ui/ago";
import { PageHeader } from "@/components/ui/page-header";
import { integer } from "@/lib/format";
import type { Document } from "@/lib/notebooks/document";
import type { Session } from "@/lib/notebooks/session";
import { Banners } from "./banners";
import { leaveOutput, onF6 } from "./cell-focus";
import { CellRoom } from "./cell-room";
import { CellsFrame } from "./cells-frame";
import { Outline } from "./outline";
import { readingActs } from "./reading-acts";
import { RunNews } from "./run-news";
import { useCells } from "./use-cells";
import { useHands } from "./use-hands";
import { useLayout } from "./use-layout";
import { useNear } from "./use-near";
import { useOrder, useOverall, useSession } from "./use-session";

type Props = {
  slug: string;
  id: string;
  document: Document;
  revision: number;
  /** Whether it stays at this revision, or is the newest. */
  isFixed: boolean;
  hasCode: boolean;
  by: string;
  at: Date;
  /** Whether who looks may run Python. */
  mayRun: boolean;
};

const nothing = () => undefined;

/** A notebook as its readers see it: cells run with their rights, inputs are alive, nothing is written. */
export function PublishedPage({ slug, id, document, revision, ...published }: Props) {
  const session = useSession(document);
  const ids = useOrder(session);
  const near = useNear(ids);
  const run = useCells({
    ...{ slug, id, session, mayRun: published.mayRun, still: "no", isNewest: false, hasOutputs: false },
    saveNow: () => Promise.resolve(revision),
    onLeave: useCallback((cell, isOn) => leaveOutput(session, cell, isOn), [session]),
  });
  const { room, slot, clip } = useLayout(session, near, run.send, run.generation);
  const hands = useHands({
    ...{ session, mayWrite: false, run: run.run },
    ...{ restore: nothing, edit: nothing, deleted: nothing },
  });
  const { do: hand } = hands.hands;
  const { send, takeFile, run: runCells } = run;
  const acts = useMemo(
    () => readingActs({ slot, hand, takeFile, run: runCells, stop: (id) => send({ op: "stop", id }) }),
    [hand, runCells, send, slot, takeFile],
  );
  const notebooks = `/projects/${slug}/notebooks`;

  return (
    <>
      <PageHeader
        crumbs={[{ label: "Notebooks", href: notebooks }]}
        title={document.title}
        meta={
          <span>
            Revision {integer(revision)}
            {published.isFixed ? "" : ", the newest"}, published by {published.by} <Ago at={published.at} />
          </span>
        }
        actions={
          <>
            <RunOrStop session={session} busy={run.busy} onStop={run.stop} onRun={() => run.run(ids)} />
            <Link className="btn" href={`${notebooks}/${id}`}>
              Open notebook
            </Link>
          </>
        }
      />
      <Banners
        busy={run.busy}
        held={run.held}
        save={null}
        storedRun={null}
        onStop={run.stop}
        onRunAll={() => run.run(ids)}
        onSaveCopy={nothing}
        python={null}
        told={hands.told}
        deleted={null}
        onRestore={nothing}
      />
      <div className="nb published">
        <Outline session={session} mayWrite={false} />
        <div className="cells">
          <div
            className="cells-room"
            ref={room}
            {...hands.room}
            onKeyDownCapture={(event) => onF6(event, { session, frame: run.frame.current, send: run.send })}
          >
            {ids.map((cell) => (
              <CellRoom
                key={cell}
                {...{ slug, session, near, acts }}
                id={cell}
                isEditing={false}
                isCodeless={!published.hasCode}
                flipped={hands.flipped(cell)}
                isNumbered={hands.isNumbered(cell)}
                caret={null}
                mayWrite={false}
                maySave={false}
              />
            ))}
            <CellsFrame key={run.generation} frame={run.frame} clip={clip} />
          </div>
        </div>
      </div>
      <RunNews session={session} />
    </>
  );
}

type RunProps = { session: Session; busy: boolean; onStop: () => void; onRun: () => void };

function RunOrStop({ session, busy, onStop, onRun }: RunProps) {
  useOverall(session);
  const isRunning = session.ids().some((id) => session.view(id).state.status === "running");
  const Icon = busy || isRunning ? Square : Play;
  return (
    <button type="button" className="btn" onClick={busy || isRunning ? onStop : onRun}>
      <Icon className="i" aria-hidden="true" />
      {busy || isRunning ? "Stop" : "Run all"}
    </button>
  );
}
