import type { Member } from "@/lib/auth/member";
import { problemOf } from "@/lib/http/problem";
import { limits } from "@/lib/limits";
import { toBytes, toText } from "@/lib/notebooks/byte-text";
import { readFromPythonPage, type FromPythonPage, type ToPythonPage } from "@/lib/notebooks/kernel-protocol";
import { findNotebook } from "@/lib/notebooks/queries";
import { notebookParams } from "@/lib/notebooks/schema";
import type { Deps } from "./deps";
import { farewell } from "./farewells";
import type { Kernel, Told } from "./kernel";
import { datasetForKernel } from "./kernel-dataset";
import { givenParts } from "./kernel-given";
import type { Kernels } from "./kernels";
import { messagePace } from "./pace";
import { projectSocket, type Sockets } from "./sockets";
import { acceptWebSocket } from "./web-socket";

/** Lets a page of a notebook run Python: in a kernel that is its person's own. */
export function kernelSocket(sockets: Sockets, deps: Deps, kernels: Kernels): void {
  projectSocket(
    sockets,
    deps,
    {
      url: "/api/projects/:projectSlug/notebooks/:notebookId/kernel",
      permission: "notebook:run",
      summary: "Runs the Python cells of a notebook",
      params: notebookParams,
      resources: ({ params }) => [{ kind: "notebook", id: params.notebookId }],
    },
    ({ member, params, ...upgrade }) => {
      const connection = acceptWebSocket({
        ...upgrade,
        heard: (text) => page.heard(text),
        closed: () => page.closed(),
      });
      const page = openPage(deps, kernels, { member, notebookId: params.notebookId }, connection);
      return {
        changed: page.changed,
        ended: () => {
          page.lost();
          connection.close(farewell.notAllowed);
        },
      };
    },
  );
}

type Opened = { member: Member; notebookId: string };
type Connection = { send: (text: string) => void; close: (code: number) => void };
type Entered = ReturnType<Kernels["enter"]>;
type Page = {
  deps: Deps;
  member: Member;
  send: (said: ToPythonPage) => void;
  /** What ends each run of this page that is not over. */
  runs: Map<number, () => void>;
  given: ReturnType<typeof givenParts>;
  gone: AbortController;
};

function openPage(deps: Deps, kernels: Kernels, { member, notebookId }: Opened, connection: Connection) {
  const keepsPace = messagePace(limits.kernelPace, performance.now.bind(performance));
  const page: Page = {
    ...{ deps, member, runs: new Map(), given: givenParts(), gone: new AbortController() },
    send: (said) => connection.send(JSON.stringify(said)),
  };
  let isClosed = false;
  const entering = findNotebook(deps.db, member.project.id, notebookId).then(() => {
    const place = { notebookId, projectId: member.project.id, personId: member.person.id };
    const entered = kernels.enter(place, { changed: (kernel) => page.send({ op: "state", kernel }) });
    if (isClosed) entered.leave(false);
    return entered;
  });
  entering.catch(() => connection.close(farewell.notHere));
  const leave = (isForGood: boolean) => {
    page.gone.abort();
    for (const stop of page.runs.values()) stop();
    page.runs.clear();
    if (!isClosed) void entering.then((entered) => entered.leave(isForGood), ignored);
    isClosed = true;
  };
  return {
    heard: (text: string) => {
      if (!keepsPace(text.length)) return connection.close(farewell.tooFast);
      const said = readFromPythonPage(text);
      if (!said) return connection.close(farewell.wrong);
      void entering.then((entered) => (isClosed ? undefined : answer(page, entered, said)), ignored);
    },
    changed: (then: Member) => void (page.member = then),
    lost: () => leave(true),
    closed: () => leave(false),
  };
}

/** Who could not come in was told so already. */
const ignored = () => undefined;

/** Does what a page asks, and tells it what became of that; never throws. */
async function answer(page: Page, entered: Entered, said: FromPythonPage): Promise<void> {
  if (said.op === "hello") return entered.now()?.keepOnly(said.cells);
  if (said.op === "forget") return entered.now()?.forget(said.cell);
  if (said.op === "end") return entered.end();
  if (said.op === "stop") return page.runs.get(said.n)?.();
  if (said.op === "piece") return page.given.take(said.n, toBytes(said.bytes));
  // known before anything is waited for: a stop that follows finds it
  if (said.op === "run") page.runs.set(said.n, () => page.runs.delete(said.n));
  try {
    const kernel = await entered.kernel();
    if (said.op === "run") run(page, kernel, said);
    else page.send(await asked(kernel, said));
  } catch (error) {
    page.runs.delete(said.n);
    page.send({ op: "failed", n: said.n, why: error instanceof Error ? error.message : String(error) });
  }
}

function run(page: Page, kernel: Kernel, said: FromPythonPage & { op: "run" }): void {
  const { n, cell, source } = said;
  const given = page.given.of(n, said.given);
  if (!page.runs.has(n)) return page.send({ op: "failed", n, why: "Stopped before it began." });
  const heard = (told: Told) => {
    if (told.op === "ran" || told.op === "failed") page.runs.delete(n);
    page.send({ ...told, n });
  };
  const dataset = async (reference: string) => {
    const state = kernel.state();
    const arrow = state.state === "ready" && state.arrow;
    const asking = { reference, arrow, signal: page.gone.signal };
    try {
      const { name, number, ...value } = await datasetForKernel(page.deps, page.member, asking);
      page.send({ op: "read", name, number });
      return value;
    } catch (error) {
      throw new Error(problemOf(error).detail, { cause: error });
    }
  };
  const stop = kernel.run({ cell, source, given, heard, dataset });
  if (page.runs.has(n)) page.runs.set(n, stop);
}

type Question = Extract<FromPythonPage, { op: "names" | "value" | "complete" }>;

async function asked(kernel: Kernel, { n, ...question }: Question): Promise<ToPythonPage> {
  const { message, payloads } = await kernel.ask(question);
  if (message.op === "names" || message.op === "completions") return { ...message, n };
  if (message.op !== "value" || !message.kind)
    return { op: "failed", n, why: (message.op === "value" && message.error) || "It was not answered." };
  return { op: "value", n, kind: message.kind, bytes: toText(payloads[0] ?? Buffer.alloc(0)) };
}
