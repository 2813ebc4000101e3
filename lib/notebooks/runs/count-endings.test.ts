import { expect, test } from "vitest";
import { countEndings } from "./count-endings";

test("cells of a run are counted by how they ended", () => {
  const endings = ["done", "failed", "done", "skipped"] as const;
  expect(countEndings(endings.map((ending) => ({ ending })))).toEqual({
    ...{ done: 2, failed: 1, stopped: 0, skipped: 1 },
  });
});
