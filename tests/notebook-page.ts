import { onTestFinished } from "vitest";
import * as Y from "yjs";
import { toBytes, toText } from "@/lib/notebooks/byte-text";
import type { FromPage, ToPage } from "@/lib/notebooks/live-protocol";
import { cellOf, editSource } from "@/lib/notebooks/shared-document";
import { eventually } from "./eventually";

type Said<Op extends ToPage["op"]> = Extract<ToPage, { op: Op }>;

/** A page of a notebook as a browser has it open, over a real connection. */
export function openNotebookPage(url: string, path: string, token: string) {
  const headers = { authorization: `Bearer ${token}` };
  // Node's own takes headers, which browsers' do not
  const socket = new (WebSocket as unknown as new (at: string, options: object) => WebSocket)(
    `${url.replace("http", "ws")}${path}/live`,
    { headers },
  );
  onTestFinished(() => socket.close());
  const doc = new Y.Doc();
  const said: ToPage[] = [];
  const ended: { code: number | null } = { code: null };
  let sent = 0;
  socket.addEventListener("message", ({ data }: MessageEvent<string>) => {
    const one = JSON.parse(data) as ToPage;
    if (one.op === "welcome" || one.op === "change") Y.applyUpdate(doc, toBytes(one.update), "there");
    said.push(one);
  });
  socket.addEventListener("close", ({ code }) => (ended.code = code));
  socket.addEventListener("error", () => (ended.code ??= 0));

  const send = (message: FromPage) => socket.send(JSON.stringify(message));
  const heard = <Op extends ToPage["op"]>(op: Op, is: (one: Said<Op>) => boolean = () => true) =>
    eventually(async () => said.find((one): one is Said<Op> => one.op === op && is(one as Said<Op>)));
  return {
    ...{ socket, doc, said, ended, send, heard },
    /** Comes in, with what it has of a history. */
    join: async (epoch: string | null = null) => {
      if (socket.readyState !== WebSocket.OPEN)
        await new Promise((resolve, reject) => {
          socket.addEventListener("open", resolve);
          socket.addEventListener("close", reject);
        });
      send({ op: "hello", epoch, vector: toText(Y.encodeStateVector(doc)) });
      return heard("welcome");
    },
    /** Types at the beginning of a cell; the answer is what the server says of it, if it lives. */
    type: async (id: number, text: string) => {
      const before = Y.encodeStateVector(doc);
      editSource(doc, id, [{ at: 0, remove: 0, text }]);
      const n = (sent += 1);
      send({ op: "change", n, update: toText(Y.encodeStateAsUpdate(doc, before)) });
      const answer = (one: ToPage): one is Said<"kept"> | Said<"refused"> =>
        (one.op === "kept" || one.op === "refused") && one.n === n;
      return eventually(
        async () => said.find(answer) ?? (ended.code === null ? null : { op: "ended" as const }),
      );
    },
    source: (id: number) => cellOf(doc, id)?.source,
  };
}
