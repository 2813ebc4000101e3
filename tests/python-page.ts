import { onTestFinished } from "vitest";
import { toText } from "@/lib/notebooks/byte-text";
import type { FromPythonPage, KernelState, ToPythonPage } from "@/lib/notebooks/kernel-protocol";
import { eventually } from "./eventually";

/** Lets Python run also where nothing confines it. */
export const anyPython = { PERIHELION_PYTHON_UNCONFINED: "true" };

type Said<Op extends ToPythonPage["op"]> = Extract<ToPythonPage, { op: Op }>;
type Sent = FromPythonPage extends infer One ? (One extends { n: number } ? Omit<One, "n"> : never) : never;

/** A page that runs a notebook's Python, over a real connection. */
export function openPythonPage(url: string, path: string, token: string) {
  const socket = new (WebSocket as unknown as new (at: string, options: object) => WebSocket)(
    `${url.replace("http", "ws")}${path}/kernel`,
    { headers: { authorization: `Bearer ${token}` } },
  );
  onTestFinished(() => socket.close());
  const said: ToPythonPage[] = [];
  const ended: { code: number | null } = { code: null };
  let asked = 0;
  const opened = new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => resolve());
    socket.addEventListener("close", () => reject(new Error("refused")));
  });
  opened.catch(() => undefined);
  socket.addEventListener("message", ({ data }: MessageEvent<string>) =>
    said.push(JSON.parse(data) as never),
  );
  socket.addEventListener("close", ({ code }) => (ended.code = code));
  socket.addEventListener("error", () => (ended.code ??= 0));

  const send = (message: FromPythonPage) => socket.send(JSON.stringify(message));
  const of = (n: number) => said.filter((one) => "n" in one && one.n === n);
  async function begin(message: Sent, values: readonly Uint8Array[] = []): Promise<number> {
    await opened;
    const n = (asked += 1);
    for (const bytes of values) send({ op: "piece", n, bytes: toText(bytes) });
    send({ ...message, n } as FromPythonPage);
    return n;
  }
  const heard = <Op extends ToPythonPage["op"]>(n: number, ...ops: Op[]) =>
    eventually(async () => of(n).find((one): one is Said<Op> => (ops as string[]).includes(one.op)) ?? null);
  const over = (n: number) => heard(n, "ran", "failed");
  return {
    ...{ socket, said, ended, opened, send, begin, heard, over, of },
    /** Runs a cell and waits for its end. */
    run: async (cell: number, source: string) => over(await begin({ op: "run", cell, source, given: [] })),
    names: async (source: string) => heard(await begin({ op: "names", source }), "names", "failed"),
    printed: (n: number) =>
      of(n)
        .flatMap((one) => (one.op === "stream" ? one.text : []))
        .join(""),
    shown: (n: number) => of(n).flatMap((one) => (one.op === "shown" ? one : [])),
    stop: (n: number) => send({ op: "stop", n }),
    last: () => asked,
    state: <State extends KernelState["state"]>(state: State) =>
      eventually(async () => {
        const found = said.findLast((one) => one.op === "state");
        const kernel = found?.op === "state" ? found.kernel : null;
        return kernel?.state === state ? (kernel as Extract<KernelState, { state: State }>) : null;
      }),
  };
}
