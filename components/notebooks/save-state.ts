import type { Together } from "./together/join-notebook";

/** Whether what was written is kept: in a revision, not in one yet, on its way, or on this page alone. */
export type SaveState = {
  revision: number;
  word: "saved" | "kept" | "saving" | "offline" | "stopped";
  message: string | null;
};

/** What the page says of how a notebook stands; before it was joined, nothing was written. */
export function saveStateOf(state: Together | null, revision: number): SaveState {
  if (!state) return { revision, word: "saved", message: null };
  const said = { revision: state.revision, message: state.refusal };
  if (state.refusal) return { ...said, word: "stopped" };
  if (state.connection === "away") return { ...said, word: "offline" };
  if (state.isUnsaved) return { ...said, word: "saving" };
  return { ...said, word: state.isRevised ? "saved" : "kept" };
}

/** The words for it. */
export function savedWords({ word, revision }: SaveState): string {
  if (word === "saved") return `Saved · revision ${revision}`;
  if (word === "kept") return "Saved";
  if (word === "saving") return "Saving …";
  return word === "stopped" ? "Not saved" : "Not connected: saved when the connection returns";
}
