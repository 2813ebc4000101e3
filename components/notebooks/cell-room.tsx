"use client";

import { memo } from "react";
import { estimatedHeight } from "@/lib/notebooks/cell-height";
import type { CellState } from "@/lib/notebooks/cell-state";
import type { CellId } from "@/lib/notebooks/graph";
import { isHidden, type Hidden } from "@/lib/notebooks/hidden";
import type { Session } from "@/lib/notebooks/session";
import { AddAbove } from "./add-bar";
import type { CellActs } from "./cell-acts";
import { CellView } from "./cell-view";
import { modeWords } from "./mode-words";
import { OutputFiles } from "./output-files";
import { SaveOffers } from "./save-offers";
import { storedWords } from "./stored-words";
import { useIsNear, type Near } from "./use-near";
import { useCell } from "./use-session";

/** How a cell stands, for who hears of it; what is done or was never run says nothing. */
const stateWords: Partial<Record<CellState["status"], string>> = {
  running: ", running",
  stopped: ", stopped",
};

type Props = {
  slug: string;
  session: Session;
  near: Near;
  id: CellId;
  isEditing: boolean;
  /** Which of its parts are seen otherwise than the notebook says. */
  flipped: Hidden | undefined;
  isNumbered: boolean;
  /** Whether only what cells show is seen, as on a page that was published without code. */
  isCodeless?: boolean;
  /** Where the caret begins when it is edited; null for where the editor puts it. */
  caret: number | null;
  mayWrite: boolean;
  maySave: boolean;
  acts: CellActs;
};

/** The place of one cell: drawn where it is near to what is seen, else as high as it was, or would be. */
export const CellRoom = memo(function CellRoom({
  slug,
  session,
  near,
  id,
  isEditing,
  flipped,
  isCodeless = false,
  ...rest
}: Props) {
  const view = useCell(session, id);
  const { isNear, watch } = useIsNear(near, id);
  const { cell, number, state, faults, isStale, stored } = view;
  const { acts, caret, mayWrite, maySave, isNumbered } = rest;
  const isDrawn = isNear || isEditing;
  const reading = isCodeless || (cell.mode === "md" && !isEditing && cell.source !== "");
  const isWrong = state.status === "failed" || faults.some(({ kind }) => kind !== "unknown");
  const stateWord = isWrong ? ", failed" : (stateWords[state.status] ?? "");
  const said = `${stateWord}${isStale ? ", stale" : ""}${storedWords(stored)}`;
  const mark = isWrong ? "error" : isStale ? "stale" : "";
  return (
    <article
      ref={watch}
      className={`cell ${reading ? "" : "code-cell"} ${isEditing ? "focus" : ""} ${mark}`}
      aria-label={`Cell ${number}, ${modeWords[cell.mode]}${said}`}
      id={`cell-${id}`}
      tabIndex={-1}
      data-status={state.status}
      data-shown={stored ? (isStale ? "old" : "fresh") : undefined}
      style={isDrawn ? undefined : { height: near.height(id) ?? estimatedHeight(cell, state) }}
    >
      {isDrawn && mayWrite ? <AddAbove number={number} onAdd={(mode) => acts.addAbove(mode, id)} /> : null}
      {isDrawn ? (
        <CellView
          view={view}
          reading={reading}
          editing={isEditing}
          caret={caret}
          mayWrite={mayWrite}
          acts={acts}
          isCodeHidden={isHidden(cell.hidden, "code") !== isHidden(flipped, "code")}
          isOutputHidden={isHidden(cell.hidden, "output") !== isHidden(flipped, "output")}
          isNumbered={isNumbered}
          offers={
            <>
              <OutputFiles files={state.files} title={session.title} cell={number} take={acts.takeFile} />
              <SaveOffers
                slug={slug}
                offers={state.offers}
                maySave={maySave}
                onSave={(offer) => acts.save(id, offer)}
              />
            </>
          }
        />
      ) : null}
    </article>
  );
});
