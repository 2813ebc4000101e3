import { toBytes, toText } from "@/lib/notebooks/byte-text";
import type { CellId } from "@/lib/notebooks/graph";
import type {
  FromPythonPage,
  KernelState,
  PythonRunError,
  ToPythonPage,
  ValueKind,
} from "@/lib/notebooks/kernel-protocol";
import type { VariableNote } from "@/lib/notebooks/protocol";

/** A piece of the values that a run is given, in bytes: a message of a socket is bounded. */
const pieceBytes = 1_500_000;

export type GivenValue = { name: string; kind: ValueKind; bytes: Uint8Array };
/** What a run tells while it goes on. */
export type RunTold = Extract<ToPythonPage, { op: "begun" | "stream" | "cut" | "shown" }>;
export type RunResult = { error: PythonRunError | null; variables: VariableNote[]; life: string };
type Answer = Exclude<ToPythonPage, RunTold | { op: "read" | "state" }>;
type Waiting = {
  heard: (told: RunTold) => void;
  resolve: (answer: Answer) => void;
  reject: (error: Error) => void;
};
type Asked = FromPythonPage extends infer One ? (One extends { n: number } ? Omit<One, "n"> : never) : never;

type Options = {
  url: () => string;
  /** The cells there are when a connection begins. */
  cells: () => readonly CellId[];
  changed: (state: KernelState) => void;
  /** Hears of datasets that cells read. */
  read: (name: string, number: number) => void;
};

/** A page's way to its Python: a connection that begins with the first need of it. */
export type PythonClient = ReturnType<typeof pythonClient>;

/** Opens a way to a notebook's Python; nothing is connected yet. */
export function pythonClient({ url, cells, changed, read }: Options) {
  const waiting = new Map<number, Waiting>();
  const runs = new Map<CellId, () => void>();
  let socket: Promise<WebSocket> | null = null;
  let state: KernelState = { state: "none" };
  let [asked, isOver] = [0, false];

  function connect(): Promise<WebSocket> {
    const one = new WebSocket(url());
    one.onmessage = ({ data }: MessageEvent<string>) => hear(JSON.parse(data) as ToPythonPage);
    return new Promise((resolve, reject) => {
      one.onopen = () => {
        one.send(JSON.stringify({ op: "hello", cells: [...cells()] } satisfies FromPythonPage));
        resolve(one);
      };
      one.onclose = ({ code }) => {
        socket = null;
        const error = new Error(wordsOf(code));
        reject(error);
        for (const { reject: give } of waiting.values()) give(error);
        waiting.clear();
        if (!isOver) changed((state = { state: "none" }));
      };
    });
  }

  function hear(said: ToPythonPage): void {
    if (said.op === "state") return changed((state = said.kernel));
    if (said.op === "read") return read(said.name, said.number);
    const one = waiting.get(said.n);
    if (said.op === "begun" || said.op === "stream" || said.op === "cut" || said.op === "shown")
      return one?.heard(said);
    waiting.delete(said.n);
    one?.resolve(said);
  }

  async function ask(
    message: Asked,
    { values = [], heard = () => undefined, signal }: Asking = {},
  ): Promise<Answer> {
    const open = await (socket ??= connect());
    signal?.throwIfAborted();
    const n = (asked += 1);
    const send = (one: FromPythonPage) => open.send(JSON.stringify(one));
    const answered = new Promise<Answer>((resolve, reject) => waiting.set(n, { heard, resolve, reject }));
    for (const bytes of values)
      for (let at = 0; at < bytes.length; at += pieceBytes)
        send({ op: "piece", n, bytes: toText(bytes.subarray(at, at + pieceBytes)) });
    send({ ...message, n } as FromPythonPage);
    const stop = () => send({ op: "stop", n });
    signal?.addEventListener("abort", stop, { once: true });
    try {
      const answer = await answered;
      if (answer.op === "failed") throw new Error(answer.why);
      return answer;
    } finally {
      signal?.removeEventListener("abort", stop);
    }
  }

  const tell = (message: FromPythonPage) =>
    void socket?.then((one) => one.send(JSON.stringify(message)), ignored);
  return {
    state: () => state,
    /** The names that a text gives and takes. @throws {Error} when there is no Python to ask */
    async names(source: string) {
      const answer = await ask({ op: "names", source });
      if (answer.op !== "names") throw new Error("Python did not answer.");
      return answer;
    },
    /** Runs a cell. @throws {Error} when it was stopped or Python ended */
    async run(
      { cell, source, given }: { cell: CellId; source: string; given: readonly GivenValue[] },
      { heard, signal }: Required<Pick<Asking, "heard" | "signal">>,
    ): Promise<RunResult> {
      const own = new AbortController();
      const stop = () => own.abort();
      runs.set(cell, stop);
      const named = given.map(({ name, kind, bytes }) => ({ name, kind, bytes: bytes.length }));
      const values = given.map(({ bytes }) => bytes);
      const either = AbortSignal.any([signal, own.signal]);
      try {
        const answer = await ask(
          { op: "run", cell, source, given: named },
          { heard, signal: either, values },
        );
        if (answer.op !== "ran") throw new Error("Python did not answer.");
        const { error, variables } = answer;
        return { error, variables, life: lifeOf(state) };
      } finally {
        if (runs.get(cell) === stop) runs.delete(cell);
      }
    },
    /** Ends the run of one cell, whether it waits or has begun. */
    stopCell: (cell: CellId) => runs.get(cell)?.(),
    /** A value of a kernel's life. @throws {Error} when it is gone, or no other language could read it */
    async value(name: string, life: string): Promise<{ kind: ValueKind; bytes: Uint8Array }> {
      if (life !== lifeOf(state)) throw new Error(goneText([name]));
      const answer = await ask({ op: "value", name });
      if (answer.op !== "value") throw new Error("Python did not answer.");
      return { kind: answer.kind, bytes: toBytes(answer.bytes) };
    },
    async complete(source: string, at: number) {
      const answer = await ask({ op: "complete", source, at });
      return answer.op === "completions" ? answer.found : [];
    },
    forget: (cell: CellId) => tell({ op: "forget", cell }),
    end: () => tell({ op: "end" }),
    close(): void {
      isOver = true;
      void socket?.then((one) => one.close(), ignored);
    },
  };
}

type Asking = { values?: readonly Uint8Array[]; heard?: (told: RunTold) => void; signal?: AbortSignal };

const ignored = () => undefined;

/** Which life of the kernel it is; empty where none has begun. */
export function lifeOf(state: KernelState): string {
  return state.state === "ready" ? state.life : "";
}

/** Says that names went with the kernel that held them. */
export function goneText(names: readonly string[]): string {
  const [is, cells] =
    names.length === 1 ? ["is", "the cell that gives it"] : ["are", "the cells that give them"];
  return `${names.join(", ")} ${is} gone: Python has ended since. Run ${cells} again.`;
}

function wordsOf(code: number): string {
  if (code === 4403) return "You may not run Python in this notebook any more.";
  if (code === 4429) return "Too much was sent to Python at once.";
  return "The connection to Python was lost. Run the cell again.";
}
