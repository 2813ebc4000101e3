import { expect, test } from "vitest";
import { limits } from "@/lib/limits";
import type { Cell } from "@/lib/notebooks/schema";
import { createSession } from "@/lib/notebooks/session";
import { batchesOf, keptOutput, runsToKeep } from "./runs-to-keep";

const flushes: (() => void)[] = [];
const draw = () => flushes.splice(0).forEach((flush) => flush());
const text = (id: number, source: string): Cell => ({ id, mode: "ts", source });

function twoCells() {
  const session = createSession({
    document: { title: "T", cells: [text(1, "a = 1"), text(2, "b = a")] },
    known: new Set(),
    schedule: (flush) => void flushes.push(flush),
  });
  session.named(1, { defines: ["a"], uses: [] });
  session.named(2, { defines: ["b"], uses: ["a"] });
  draw();
  return session;
}
type Session = ReturnType<typeof twoCells>;
const begin = (session: Session, id: number) => {
  session.asked(id);
  session.happened({ op: "running", id, version: 1 });
};
const end = (session: Session, id: number) =>
  session.happened({ op: "done", id, version: 1, milliseconds: 1.6, variables: [] });

test("a run is kept once, when it and all that it reads are over, and again when its text is another", () => {
  const session = twoCells();
  const sent = new Map<number, string>();
  const due = () => runsToKeep(session, sent).map(({ id }) => id);
  begin(session, 1);
  begin(session, 2);
  end(session, 2);
  expect(due()).toEqual([]);
  end(session, 1);
  expect(due()).toEqual([1, 2]);
  for (const { id, hash, milliseconds } of runsToKeep(session, sent)) {
    sent.set(id, hash);
    expect(milliseconds).toBe(2);
  }
  begin(session, 2); // as when an input moved
  end(session, 2);
  expect(due()).toEqual([]);
  session.change(1, { source: "a = 2" });
  expect(due()).toEqual([]);
  const empty = session.put({ mode: "ts", source: " " }, 2);
  (begin(session, empty), end(session, empty));
  expect(due()).toEqual([]);
  for (const id of [1, 2]) (begin(session, id), end(session, id));
  expect(due()).toEqual([1, 2]);
});

test("the hash of a run is what the next opening finds, and another text makes it old", () => {
  const session = twoCells();
  for (const id of [1, 2]) (begin(session, id), end(session, id));
  const runs = runsToKeep(session, new Map());
  const opened = twoCells();
  for (const { id, hash, names, state } of runs)
    expect(opened.stored(id, { hash, state, ranBy: "Inés", ranAt: "2026-11-27T06:00:00Z" }, names)).toBe(
      true,
    );
  draw();
  const old = () => [1, 2].filter((id) => opened.view(id).isStale);
  expect(old()).toEqual([]);
  opened.change(1, { source: "a = 3" });
  expect([old(), opened.view(2).changedNames]).toEqual([[1, 2], ["a"]]);
  opened.change(1, { source: "a = 1" });
  expect(old()).toEqual([]);
  expect(opened.runsWith([2])).toEqual([2, 1]);
  expect(opened.runsWith([1])).toEqual([1, 2]);
  begin(opened, 1);
  expect([opened.view(1).stored, opened.runsWith([2])]).toEqual([null, [2]]);
});

test("a run that failed is kept with its error, and what is sent at once is bounded", () => {
  const names = { defines: [], uses: [] };
  const error = { name: "TypeError", message: "no", line: 2 };
  const ran = { id: 1, hash: "h", state: "failed" as const, milliseconds: 1, names, error };
  const kept = keptOutput(ran, [{ kind: "text", text: "x", cut: 0 }], 5);
  expect(kept).toEqual({
    ...{ cell: 1, hash: "h", state: "failed", milliseconds: 1, names, ago: 5 },
    parts: [
      { kind: "text", text: "x", cut: 0 },
      { kind: "error", ...error },
    ],
  });
  const large = { ...kept, parts: [{ kind: "text" as const, text: "x".repeat(1_000_000), cut: 0 }] };
  expect(batchesOf(Array(9).fill(large)).map(({ length }) => length)).toEqual([4, 4, 1]);
  expect(batchesOf(Array(limits.outputsAtOnce + 1).fill(kept)).map(({ length }) => length)).toEqual([100, 1]);
});
