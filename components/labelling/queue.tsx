"use client";

import Link from "next/link";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { Empty } from "@/components/ui/empty";
import { ErrorNote } from "@/components/ui/error-note";
import { isShortcut } from "@/components/ui/keys";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import type { LoadedQueue } from "@/lib/labelling/loaders";
import { counted, integer } from "@/lib/format";
import { ClassMark } from "./class-mark";
import { RowCells } from "./row-cells";
import { useQueue, type ShownRow, type Waiting } from "./use-queue";

type Props = LoadedQueue & { slug: string; dataset: string };

/** The rows of a task, one at a time, worked by keys. */
export function Queue(props: Props) {
  const { slug, dataset, task, closed, mayLabel, role } = props;
  const data = `/projects/${slug}/data`;
  const here = `${data}/${encodeURIComponent(dataset)}/labels`;
  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Data", href: data },
          { label: dataset, href: `${data}/${encodeURIComponent(dataset)}` },
          { label: "Labels", href: here },
          { label: task.name, href: `${here}/${task.id}` },
        ]}
        title="Label rows"
        meta={
          <span className="num">
            {integer(props.complete)} of {integer(props.rows)} rows done
          </span>
        }
      />
      {closed || !mayLabel ? (
        <Empty
          title={closed ? "The task is closed" : "Others label in this task"}
          actions={
            <Link className="btn" href={`${here}/${task.id}`}>
              To the task
            </Link>
          }
        >
          {closed
            ? "Who manages it can open it again."
            : `People with the role ${role.toLowerCase()} label in it.`}
        </Empty>
      ) : (
        <Work {...props} />
      )}
    </>
  );
}

function Work({ slug, dataset, task, own, units, descriptions }: Props) {
  const api = `/projects/${slug}/datasets/${encodeURIComponent(dataset)}/label-tasks/${task.id}`;
  const queue = useQueue(api, own);
  const { shown, waiting, busy, error } = queue;
  return (
    <div className="body queue" aria-busy={busy}>
      <div className="queue-side">
        <p className="label-question">{task.question}</p>
        <Answers
          key={shown ? `${shown.position} ${queue.back}` : "none"}
          classes={task.classes}
          shown={shown}
          queue={queue}
        />
        <ErrorNote message={error} />
      </div>
      <section className="sec" aria-live="polite" aria-labelledby="h-row">
        <div className="sec-head">
          <h2 id="h-row" className="num">
            {shown ? `Row ${integer(shown.row)}` : waiting ? "No row" : "Row"}
          </h2>
          {queue.back > 0 ? (
            <span className="chip">{queue.back === 1 ? "the last" : `${queue.back} back`}</span>
          ) : null}
        </div>
        {shown ? <RowCells cells={shown.cells} units={units} descriptions={descriptions} /> : null}
        {waiting ? <Nothing waiting={waiting} /> : null}
        {!shown && !waiting && !error ? <Skeleton rows={5} columns={2} /> : null}
      </section>
    </div>
  );
}

function Nothing({ waiting: { withOthers } }: { waiting: Waiting }) {
  return (
    <p className="t2">
      {withOthers === 0
        ? "Every row that wants a label from you has one. Thank you."
        : `${counted(withOthers, "row")} ${withOthers === 1 ? "is" : "are"} before others now; ` +
          `what comes back is shown here.`}
    </p>
  );
}

type AnswersProps = {
  classes: readonly string[];
  shown: ShownRow | null;
  queue: ReturnType<typeof useQueue>;
};

/** The classes as buttons with their keys, a note, and the ways back. */
function Answers({ classes, shown, queue }: AnswersProps) {
  const [note, setNote] = useState(shown?.own?.note ?? "");
  const field = useRef<HTMLInputElement>(null);
  const { say, undo, goBack, goForward, busy } = queue;

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!isShortcut(event) || event.repeat) return;
    const key = event.key.toLowerCase();
    const named = /^[1-9]$/.test(key) ? classes[Number(key) - 1] : undefined;
    const act =
      named !== undefined
        ? () => say(named, note)
        : {
            s: () => say(null, note),
            z: undo,
            arrowleft: goBack,
            arrowright: goForward,
            t: async () => field.current?.focus(),
          }[key];
    if (!act) return;
    event.preventDefault();
    void act();
  });
  useEffect(() => {
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);

  return (
    <>
      <div className="queue-classes" role="group" aria-label="Classes">
        {classes.map((name, place) => (
          <button
            key={name}
            type="button"
            className="btn"
            aria-keyshortcuts={String(place + 1)}
            aria-pressed={shown?.own?.class === name}
            disabled={!shown}
            onClick={() => void say(name, note)}
          >
            <ClassMark place={place} name={name} />
          </button>
        ))}
      </div>
      <div className="field">
        <label htmlFor="label-note">
          Note <kbd>T</kbd>
        </label>
        <input
          id="label-note"
          ref={field}
          className="input"
          maxLength={1_000}
          value={note}
          disabled={!shown}
          onChange={({ target }) => setNote(target.value)}
          onKeyDown={({ key, currentTarget }) => {
            if (key === "Enter" || key === "Escape") currentTarget.blur();
          }}
        />
      </div>
      <div className="queue-moves">
        <button type="button" className="btn" disabled={!shown} onClick={() => void say(null, note)}>
          Skip <kbd>S</kbd>
        </button>
        <button type="button" className="btn" disabled={queue.said === 0} onClick={() => void undo()}>
          Undo <kbd>Z</kbd>
        </button>
        <button
          type="button"
          className="btn"
          disabled={queue.said === 0 || queue.back === queue.said}
          onClick={() => void goBack()}
        >
          Back <kbd>←</kbd>
        </button>
        <button type="button" className="btn" disabled={queue.back === 0} onClick={() => void goForward()}>
          Forward <kbd>→</kbd>
        </button>
      </div>
      <p className="sr" role="status">
        {busy ? "" : shown ? `Row ${shown.row}` : ""}
      </p>
    </>
  );
}
