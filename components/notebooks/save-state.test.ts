import { expect, test } from "vitest";
import { savedWords, saveStateOf } from "./save-state";
import type { Together } from "./together/join-notebook";

const open: Together = {
  ...{ connection: "open", isUnsaved: false, mayWrite: true, revision: 4, isRevised: true },
  ...{ people: [], refusal: null },
};
const said = (change: Partial<Together>) => savedWords(saveStateOf({ ...open, ...change }, 1));

test("saved is said of what the server has kept, and of nothing else", () => {
  expect(savedWords(saveStateOf(null, 3))).toBe("Saved · revision 3");
  expect(said({})).toBe("Saved · revision 4");
  expect(said({ isRevised: false })).toBe("Saved");
  expect(said({ isUnsaved: true, isRevised: false })).toBe("Saving …");
  expect(said({ connection: "away" })).toBe("Not connected: saved when the connection returns");
  expect(said({ connection: "away", isUnsaved: true })).not.toMatch(/^Saved/);
  expect(said({ refusal: "Not yours." })).toBe("Not saved");
});
