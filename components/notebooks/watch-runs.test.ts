import { expect, test } from "vitest";
import { eventually } from "@/tests/eventually";
import { createSession } from "@/lib/notebooks/session";
import { watchRuns } from "./watch-runs";

test("runs that end together are told once, and what a cell was before is not told", async () => {
  const cells = [1, 2].map((id) => ({ id, mode: "ts" as const, source: "1" }));
  const session = createSession({
    ...{ document: { title: "T", cells }, known: new Set<string>() },
    schedule: (flush) => queueMicrotask(flush),
  });
  const done = (id: number) =>
    session.happened({ op: "done", id, version: 1, milliseconds: 5, variables: [] });
  session.asked(1);
  done(1);
  const told: string[] = [];
  const leave = watchRuns(session, (news) => told.push(news));
  session.asked(1);
  session.asked(2);
  session.happened({ op: "height", id: 1, height: 9 });
  done(2);
  done(1);
  await eventually(() => Promise.resolve(told.length > 0));
  expect(told).toEqual(["Cell 1 done in 5 ms. Cell 2 done in 5 ms."]);
  leave();
});
