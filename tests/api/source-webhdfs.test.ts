import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { onBothDatabases } from "../fresh-db";
import { projectIn, startInstance } from "../instance";
import { canary, refreshed, rowsIn, webSource, withPrivateTargets } from "../source-servers";

type Problem = { detail: string };
type File = { fileId: number; modificationTime: number; length: number };

/**
 * A name node and a data node that answer as Hadoop's do (tests/parity/webhdfs.test.ts asks those), with a
 * delegation token, which a cluster knows only beside Kerberos.
 */
async function hdfsWith(token: string) {
  const state = { text: "id,name\n1,Eros\n", time: 1_700_000_000_000, whileRead: () => undefined as void };
  const data = await webSource((_request, response) => {
    response.writeContinue(); // which nobody asked for
    response.writeHead(200, { "content-type": "application/octet-stream", connection: "close" });
    response.end(state.text);
    state.whileRead();
  });
  const name = await webSource((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, "http://name");
    if (searchParams.get("delegation") !== token)
      return refuse(response, 401, "InvalidToken", `token ${searchParams.get("delegation")} is expired`);
    if (pathname === "/webhdfs/v1/standby")
      return refuse(response, 403, "StandbyException", "Operation category READ is not supported");
    if (pathname !== "/webhdfs/v1/data/a%20%C3%B1%25.csv")
      return refuse(response, 404, "FileNotFoundException", `File does not exist: ${pathname}`);
    if (searchParams.get("op") === "OPEN") {
      const location = `${data.url}${pathname}?op=OPEN&delegation=${token}&offset=0`;
      return void response.writeHead(307, { location, "content-length": 0 }).end();
    }
    const file: File = { fileId: 16_387, modificationTime: state.time, length: state.text.length };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ FileStatus: { ...file, type: "FILE", owner: "alice", pathSuffix: "" } }));
  });
  return { name, data, state };
}

function refuse(response: ServerResponse, status: number, exception: string, message: string): void {
  response.writeHead(status, { "content-type": "application/json" });
  const javaClassName = `org.apache.hadoop.${exception}`;
  response.end(JSON.stringify({ RemoteException: { exception, javaClassName, message } }));
}

onBothDatabases("a source in Hadoop's file system", (provider) => {
  test("signs in with a delegation token, and is read again only where the file is another", async () => {
    const { name, data, state } = await hdfsWith(canary);
    const instance = await startInstance(provider, withPrivateTargets);
    const root = await projectIn(instance);
    const { admin, db } = instance;
    const config = { endpoint: name.url, path: "/data/a ñ%.csv", sign: "token" };
    const source = { dataset: "h", kind: "webhdfs", config, secret: { token: canary }, key: ["id"] };
    const made = await admin("POST", `${root}/sources`, source);
    expect([made.status, made.body.place]).toEqual([201, `/data/a ñ%.csv at ${new URL(name.url).host}`]);
    const first = await refreshed(admin, root, "h");
    expect([first.job.error, first.found.outcome, first.found.rows]).toEqual([null, "changed", 1]);
    expect((await rowsIn(admin, root, "h", 1)).rows).toEqual([{ id: 1, name: "Eros" }]);
    expect((await refreshed(admin, root, "h")).found).toMatchObject({
      outcome: "unchanged",
      error: "not modified",
    });
    expect(data.asked.length).toBe(1);

    state.text += "2,Apophis\n";
    expect((await refreshed(admin, root, "h")).found.changes).toMatchObject({ added: 1, removed: 0 });

    state.text += "3,Bennu\n";
    state.whileRead = () => void (state.time += 1);
    const meanwhile = await refreshed(admin, root, "h");
    expect(meanwhile.found.error).toBe("/data/a ñ%.csv was written to while it was read. Nothing was kept.");
    const kept = JSON.stringify([
      await db.source.findMany(),
      await db.sourceRefresh.findMany(),
      await db.auditEvent.findMany(),
    ]);
    expect(kept).not.toContain(canary);
    const elsewhere = { ...config, endpoint: data.url };
    const moved = await admin<Problem>("PATCH", `${root}/datasets/h/source`, { config: elsewhere });
    expect(moved.body.detail).toContain("Give it again for another place.");
  });

  test("repeats a name node's refusal without the token, and asks for no path that leads out", async () => {
    const { name } = await hdfsWith(canary);
    const instance = await startInstance(provider, withPrivateTargets);
    const root = await projectIn(instance);
    const host = new URL(name.url).host;
    const ask = async (path: string, token: string | null = canary, endpoint = name.url) => {
      const config = { endpoint, path, ...(token ? { sign: "token" } : {}) };
      const trial = { dataset: "h", kind: "webhdfs", config, ...(token ? { secret: { token } } : {}) };
      return (await instance.admin<Problem>("POST", `${root}/sources/test`, trial)).body.detail;
    };
    expect(await ask("/data/none.csv")).toBe(`${host} has no file /data/none.csv.`);
    expect(await ask("/standby")).toBe(`${host} is on standby. Name the name node that is active.`);
    expect(await ask("/data/none.csv", "an-old-token")).toBe(
      `${host} does not let this source read /data/none.csv: token ••• is expired`,
    );
    const page = await webSource((_request, response) => response.end("<html>"));
    expect(await ask("/data/none.csv", null, page.url)).toBe(
      `${new URL(page.url).host} does not answer as WebHDFS does.`,
    );
    const before = name.asked.length;
    for (const path of ["/../jmx", "/data/./a", "data/a", "/data/", "/", "/a\nb"])
      expect(await ask(path), path).toContain("expected a file’s whole path");
    expect(await ask("/data/a", canary, `${name.url}/gateway`)).toContain("expected the name node");
    expect(name.asked.length).toBe(before);
  });
});

test("a name node inside a private network is not asked unless the administrator allowed it", async () => {
  const { name } = await hdfsWith(canary);
  const instance = await startInstance("sqlite");
  const root = await projectIn(instance);
  const config = { endpoint: name.url.replace("http:", "https:"), path: "/data/a.csv", sign: "token" };
  const trial = { dataset: "h", kind: "webhdfs", config, secret: { token: canary } };
  const tried = await instance.admin<Problem>("POST", `${root}/sources/test`, trial);
  expect(tried.body.detail).toContain("127.0.0.1, inside a private network");
  expect(name.asked).toEqual([]);
});
