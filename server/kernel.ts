import { randomUUID } from "node:crypto";
import { limits } from "@/lib/limits";
import type { FromKernel, KernelState, ValueKind } from "@/lib/notebooks/kernel-protocol";
import type { Python } from "./find-python";
import { startKernel, type KernelProcess } from "./kernel-process";

/** A run of a cell, as a page asked for it. */
export type Run = {
  cell: number;
  source: string;
  given: { name: string; kind: ValueKind; bytes: Uint8Array }[];
  /** What is told of it: that it begins, what it shows, how it ended. */
  heard: (message: Told) => void;
  /** Reads a dataset as who asked for the run. */
  dataset: (reference: string) => Promise<{ kind: ValueKind; bytes: Uint8Array }>;
};
type OfRun = Extract<FromKernel, { op: "stream" | "cut" | "shown" | "ran" }>;
export type Told = OfRun | { op: "begun" } | { op: "failed"; why: string };
type Answer = { message: FromKernel; payloads: Buffer[] };
type Queued = { n: number; run: Run };
type Waiting = { resolve: (answer: Answer) => void; reject: (error: Error) => void };

type Options = {
  python: Python;
  folder: string;
  /** Hears how things stand with it; its end is the last that is told. */
  changed: (state: KernelState) => void;
};

/** A kernel that runs: one process, one run at a time, in the order in which they were asked for. */
export type Kernel = ReturnType<typeof openKernel>;

/** Starts a kernel. */
export function openKernel(options: Options) {
  const model = modelOf(options);
  model.child = startKernel(options.python, options.folder, {
    heard: (message, payloads) => heard(model, message, payloads),
    printed: (stream, text) => printed(model, stream, text),
    ended: (why) => ended(model, why),
  });
  const late = () => model.child.kill("It did not start in time.");
  model.starting = setTimeout(late, limits.kernelStartMilliseconds);
  return {
    pid: model.child.pid,
    state: () => model.state,
    ask: (message: object) => ask(model, message),
    kill: (why: string) => model.child.kill(why),
    isBusy: () => model.current !== null,
    /** Since when nothing runs, in milliseconds since 1970. */
    idleSince: () => model.since,
    run: (run: Run) => enqueue(model, run),
    forget(cell: number): void {
      model.named.delete(cell);
      model.child.send({ op: "forget", cell });
    },
    keepOnly(cells: readonly number[]): void {
      const alive = new Set(cells);
      for (const cell of model.named.keys()) if (!alive.has(cell)) model.named.delete(cell);
      model.child.send({ op: "keep", cells });
    },
  };
}

type Model = ReturnType<typeof modelOf>;

function modelOf({ python, changed }: Options) {
  const model = {
    ...{ python, asked: 0, since: Date.now(), life: randomUUID() },
    child: null as unknown as KernelProcess,
    starting: undefined as NodeJS.Timeout | undefined,
    state: { state: "starting" } as KernelState,
    waiting: new Map<number, Waiting>(),
    /** The names that each cell gave, for who hears that they are gone. */
    named: new Map<number, string[]>(),
    queue: [] as Queued[],
    current: null as (Queued & { grace?: NodeJS.Timeout }) | null,
    /** The run that was the last to begin, and how much is still shown of what programs print in it. */
    latest: null as Queued | null,
    printedLeft: { stdout: 0, stderr: 0 },
    tell: (next: KernelState) => changed((model.state = next)),
  };
  return model;
}

function heard(model: Model, message: FromKernel, payloads: Buffer[]): void {
  if (message.op === "ready") {
    clearTimeout(model.starting);
    const { python, tables, arrow } = message;
    const isConfined = model.python.bwrap !== null;
    model.tell({ state: "ready", life: model.life, python, tables, arrow, isConfined });
  } else if (message.op === "dataset") void answerDataset(model, message);
  else if (isOfRun(message)) {
    // what a thread prints after its run is shown with it, as long as no other began
    if (message.n === model.latest?.n) model.latest.run.heard(message);
    if (message.op === "ran" && message.n === model.current?.n) finish(model, message);
  } else {
    model.waiting.get(message.n)?.resolve({ message, payloads });
    model.waiting.delete(message.n);
  }
}

function finish(model: Model, { error, variables }: Extract<FromKernel, { op: "ran" }>): void {
  clearTimeout(model.current!.grace);
  const names = variables.map(({ name }) => name);
  if (!error) model.named.set(model.current!.run.cell, names);
  model.current = null;
  model.since = Date.now();
  next(model);
}

function next(model: Model): void {
  if (model.current || model.queue.length === 0) return;
  model.current = model.latest = model.queue.shift()!;
  const { n, run } = model.current;
  const most = limits.kernelPrintedCharacters;
  model.printedLeft = { stdout: most, stderr: most };
  model.named.delete(run.cell);
  run.heard({ op: "begun" });
  const given = run.given.map(({ name, kind }) => ({ name, kind }));
  const request = { op: "run", n, cell: run.cell, source: run.source, given };
  model.child.send(
    request,
    run.given.map(({ bytes }) => bytes),
  );
}

function printed({ latest, printedLeft }: Model, stream: "stdout" | "stderr", text: string): void {
  if (!latest) return;
  const { n, run } = latest;
  const shown = text.slice(0, printedLeft[stream]);
  printedLeft[stream] -= shown.length;
  if (shown) run.heard({ op: "stream", n, stream, text: shown });
  const characters = text.length - shown.length;
  if (characters > 0) run.heard({ op: "cut", n, stream, characters });
}

async function answerDataset(
  { current, child }: Model,
  { k, reference }: Extract<FromKernel, { op: "dataset" }>,
): Promise<void> {
  try {
    if (!current) throw new Error("dataset() is for cells that run: no cell does.");
    const { kind, bytes } = await current.run.dataset(reference);
    child.send({ op: "dataset", k, kind, error: null }, [bytes]);
  } catch (error) {
    child.send({ op: "dataset", k, error: error instanceof Error ? error.message : String(error) });
  }
}

function ended(model: Model, why: string): void {
  const { current, queue, waiting, named } = model;
  clearTimeout(model.starting);
  clearTimeout(current?.grace);
  model.current = null;
  const said = `Python ended. ${why}`;
  for (const { run } of [...(current ? [current] : []), ...queue.splice(0)])
    run.heard({ op: "failed", why: said });
  for (const { reject } of waiting.values()) reject(new Error(said));
  waiting.clear();
  model.tell({ state: "ended", why, names: [...new Set([...named.values()].flat())].toSorted() });
}

/** Asks what is answered at once, also while a cell runs. @throws {Error} when it ends meanwhile */
function ask(model: Model, message: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    if (model.state.state === "ended") return reject(new Error(`Python ended. ${model.state.why}`));
    const n = (model.asked += 1);
    model.waiting.set(n, { resolve, reject });
    model.child.send({ ...message, n });
  });
}

/** Runs a cell after those that wait; the answer ends it, whether it waits or has begun. */
function enqueue(model: Model, run: Run): () => void {
  const n = (model.asked += 1);
  model.queue.push({ n, run });
  next(model);
  return () => {
    const at = model.queue.findIndex((one) => one.n === n);
    if (at >= 0) {
      model.queue.splice(at, 1);
      run.heard({ op: "failed", why: "Stopped before it began." });
    } else if (model.current?.n === n && !model.current.grace) {
      model.child.send({ op: "interrupt", n });
      const why = "A cell went on after it was interrupted, so all of it was ended.";
      model.current.grace = setTimeout(() => model.child.kill(why), limits.kernelGraceMilliseconds);
    }
  };
}

function isOfRun(message: FromKernel): message is OfRun {
  return ["stream", "cut", "shown", "ran"].includes(message.op);
}
