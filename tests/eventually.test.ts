import { expect, test } from "vitest";
import { eventually } from "./eventually";

test("what is waited for comes back as soon as it is there", async () => {
  let reads = 0;
  const state = await eventually(async () => ({ reads: ++reads }), {
    for: "three reads",
    until: (seen) => seen.reads === 3,
  });
  expect(state).toEqual({ reads: 3 });
  expect(await eventually(async () => (++reads > 4 ? "there" : null))).toBe("there");
});

test("when the time is up, the error says what was waited for and what was seen last", async () => {
  const waiting = { for: "the job to end", within: 120, until: () => false };
  await expect(eventually(async () => ({ status: "RUNNING", done: 3 }), waiting)).rejects.toThrow(
    "Waited 0.12 s for the job to end; seen last: { status: 'RUNNING', done: 3 }",
  );
  const failing = () => Promise.reject(new Error("no route"));
  await expect(eventually(failing, waiting)).rejects.toThrow(/seen last: an error: Error: no route/);
});
