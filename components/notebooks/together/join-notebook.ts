import * as Y from "yjs";
import { toBytes, toText } from "@/lib/notebooks/byte-text";
import type { Document } from "@/lib/notebooks/document";
import type { CellId } from "@/lib/notebooks/graph";
import type { Present, ToPage, Whereabouts } from "@/lib/notebooks/live-protocol";
import type { Session } from "@/lib/notebooks/session";
import { applyDifference } from "@/lib/notebooks/shared-difference";
import type { TextEdit } from "@/lib/notebooks/text-edits";
import { revisionsAsked } from "./revisions-asked";
import { bindSession } from "./shared-session";
import { openWire } from "./wire";

/** How a notebook that is worked on together stands. */
export type Together = {
  connection: "joining" | "open" | "away" | "ended";
  /** Something was written here that the server has not kept yet. */
  isUnsaved: boolean;
  mayWrite: boolean;
  /** The newest revision, and whether it holds all that is there. */
  revision: number;
  isRevised: boolean;
  people: readonly Present[];
  /** Why what was written here is not kept any more, if it is not. */
  refusal: string | null;
};

type Options = {
  url: string;
  session: Session;
  /** The text that the page began with. */
  base: Document;
  revision: number;
  mayWrite: boolean;
  changed: (state: Together) => void;
  edited: (id: CellId, edits: readonly TextEdit[]) => void;
};

/** What a page does with a notebook that others work on as well. */
export type JoinedNotebook = ReturnType<typeof joinNotebook>;

/** Joins those who work on a notebook, for as long as the page stands. */
export function joinNotebook({ url, session, base, changed, edited, ...known }: Options) {
  const doc = new Y.Doc();
  let state: Together = {
    ...{ connection: "joining", isUnsaved: false, isRevised: true, people: [], refusal: null },
    ...{ mayWrite: known.mayWrite, revision: known.revision },
  };
  let epoch: string | null = null;
  let binding: ReturnType<typeof bindSession> | null = null;
  let waiting: Uint8Array[] = [];
  let [sent, count]: [number | null, number] = [null, 0];
  let at: Whereabouts = { cell: null, anchor: 0, head: 0 };
  const asking = revisionsAsked();
  const resting: (() => void)[] = [];
  let [isLeaving, isGivenUp] = [false, false];
  const isUnsaved = () => !isGivenUp && (binding ? state.isUnsaved : session.edits() > 0);
  const onUnload = (event: BeforeUnloadEvent) => isUnsaved() && event.preventDefault();
  addEventListener("beforeunload", onUnload);

  function set(change: Partial<Together>): void {
    state = { ...state, ...change };
    changed(state);
    if (!state.isUnsaved || state.connection !== "open") for (const go of resting.splice(0)) go();
    if (isLeaving) leaveWhenKept();
  }

  doc.on("update", (update: Uint8Array, origin: unknown) => {
    if (origin === "there") return set({ isRevised: false });
    waiting.push(update);
    set({ isUnsaved: true, isRevised: false });
    flush();
  });

  /** One change is on its way at a time; what is written meanwhile goes together with the next. */
  function flush(): void {
    if (sent !== null || waiting.length === 0 || state.connection !== "open" || state.refusal) return;
    const update = toText(Y.mergeUpdates(waiting));
    const n = (count += 1);
    if (!wire.send({ op: "change", n, update })) return;
    waiting = [];
    sent = n;
  }

  function welcome(said: Extract<ToPage, { op: "welcome" }>): void {
    // two histories are never mixed: what was written here stays here, to be kept elsewhere
    if (epoch !== null && epoch !== said.epoch)
      return state.isUnsaved ? set({ connection: "ended", refusal: anotherHistory }) : location.reload();
    const isFirst = epoch === null;
    epoch = said.epoch;
    const before = isFirst ? { base, target: session.document() } : null;
    Y.applyUpdate(doc, toBytes(said.update), "there");
    binding ??= bindSession({ doc, session, edited });
    if (before && said.mayWrite) doc.transact(() => applyDifference(doc, before), "before");
    if (isFirst) binding.receiveAll();
    sent = null;
    // what was on its way may have come or not: what the server lacks is sent again as one
    if (state.isUnsaved) waiting = [Y.encodeStateAsUpdate(doc, toBytes(said.vector))];
    const { mayWrite, revision } = said;
    set({ connection: "open", mayWrite, revision, isRevised: !state.isUnsaved });
    wire.send({ op: "at", at });
    flush();
  }

  function hear(said: ToPage): void {
    if (said.op === "welcome") return welcome(said);
    if (said.op === "change") return Y.applyUpdate(doc, toBytes(said.update), "there");
    if (said.op === "people") return set({ people: said.people });
    if (said.op === "rights") return set({ mayWrite: said.mayWrite });
    if (said.op === "revised") return set({ revision: said.revision, isRevised: true });
    if (said.op === "saved") return answered(said.n, said.revision);
    if (said.op === "kept" && said.n === sent) {
      sent = null;
      set({ isUnsaved: waiting.length > 0, isRevised: false });
      return flush();
    }
    if (said.op === "refused") return refused(said);
  }

  function answered(n: number, revision: number): void {
    set({ revision, isRevised: !state.isUnsaved });
    asking.answer(n, revision);
  }

  /** What is wrong for good stops here and is told; what may pass is sent again with all that waits. */
  function refused({ n, code, message }: Extract<ToPage, { op: "refused" }>): void {
    asking.refuse(n, message);
    if (n !== sent) return;
    if (lasting.has(code)) return set({ refusal: message });
    setTimeout(hello, retryMilliseconds);
  }

  function hello(): void {
    wire.send({ op: "hello", epoch, vector: toText(Y.encodeStateVector(doc)) });
  }

  function leaveWhenKept(): void {
    if (isUnsaved() && !state.refusal) return;
    removeEventListener("beforeunload", onUnload);
    wire.stop();
    binding?.stop();
  }

  const wire = openWire(url, {
    opened: hello,
    heard: hear,
    lost: (refusal) => {
      asking.refuseAll(notConnected);
      set({ connection: refusal ? "ended" : "away", people: [], ...(refusal ? { refusal } : {}) });
    },
  });

  return {
    /** Takes back what was typed here; false before anything is shared. */
    undo: (id: CellId) => binding !== null && (binding.undo(id), true),
    redo: (id: CellId) => binding !== null && (binding.redo(id), true),
    undoAct: (key: object) => binding !== null && binding.undoAct(key),
    restore: (id: CellId) => binding?.restore(id),
    at: (place: Whereabouts) => {
      at = place;
      if (state.connection === "open") wire.send({ op: "at", at });
    },
    /** The revision that holds all that was written here. @throws {Error} when not connected */
    save: async (): Promise<number> => {
      while (state.isUnsaved && state.connection === "open" && !state.refusal)
        await new Promise<void>((resolve) => resting.push(resolve));
      if (state.refusal) throw new Error(state.refusal);
      if (!state.mayWrite) return state.revision;
      const n = (count += 1);
      if (!wire.send({ op: "save", n })) throw new Error(notConnected);
      return asking.ask(n);
    },
    /** Leaves what is not kept: it is kept elsewhere. */
    giveUp: () => void (isGivenUp = true),
    /** Ends when all that was written is kept: who goes to another page leaves nothing behind. */
    stop: () => {
      isLeaving = true;
      leaveWhenKept();
    },
  };
}

const anotherHistory =
  "This notebook's history has begun anew on the server. What you wrote is kept on this page alone.";
const retryMilliseconds = 3_000;
const notConnected = "Not connected. What you wrote is on this page, and saved when the connection returns.";
/** Codes of refusals that a second try would meet again. */
const lasting: ReadonlySet<string> = new Set(["FORBIDDEN", "INVALID", "TOO_LARGE", "NOT_FOUND"]);
