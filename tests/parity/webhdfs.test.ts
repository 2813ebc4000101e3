import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hdfs, startHdfs } from "../hdfs/start-hdfs";
import { projectIn, startInstance } from "../instance";
import { refreshed, rowsIn, withPrivateTargets } from "../source-servers";
import { hasJava } from "../tracking/peer";

type Problem = { detail: string };

describe.skipIf(!hasJava())("a source in Hadoop's own file system", () => {
  let cluster: Awaited<ReturnType<typeof startHdfs>>;
  beforeAll(async () => {
    cluster = await startHdfs();
  }, 240_000);
  afterAll(() => cluster.stop());

  test("is read from its data nodes over several blocks, and anew when it grows or is replaced", async () => {
    const { url } = cluster;
    const rows = Array.from({ length: 300_000 }, (_, i) => `${i},ñ${i}\n`).join("");
    expect(Buffer.byteLength(rows)).toBeGreaterThan(4 << 20); // more than four blocks
    const place = "/user/alice/ä b+c%25&='1'.csv";
    await hdfs(url, "CREATE", encoded(place), `id,name\n${rows}`);
    const instance = await startInstance("sqlite", withPrivateTargets);
    const root = await projectIn(instance);
    const { admin } = instance;
    const config = { endpoint: url, path: place, sign: "user", user: "alice" };
    const source = { dataset: "h", kind: "webhdfs", config, key: ["id"] };
    expect((await admin("POST", `${root}/sources`, source)).status).toBe(201);
    const { job, found } = await refreshed(admin, root, "h");
    expect([job.error, found.outcome, found.rows]).toEqual([null, "changed", 300_000]);
    expect((await rowsIn(admin, root, "h", 1)).rows[999]).toEqual({ id: 999, name: "ñ999" });
    expect((await refreshed(admin, root, "h")).found).toMatchObject({ outcome: "unchanged" });

    await hdfs(url, "APPEND", encoded(place), "300000,new\n");
    expect((await refreshed(admin, root, "h")).found.changes).toMatchObject({ added: 1, removed: 0 });
    await hdfs(url, "CREATE&overwrite=true", encoded(place), "id,name\n1,ñ1\n");
    expect((await refreshed(admin, root, "h")).found).toMatchObject({ outcome: "changed", rows: 1 });
  });

  test("is refused in sentences where it is a folder, absent, or somebody else's", async () => {
    const { url } = cluster;
    await hdfs(url, "CREATE", "/user/alice/folder/part-0.csv", "id\n1\n");
    await hdfs(url, "MKDIRS", "/user/alice/folder/more/deep");
    await hdfs(url, "MKDIRS", "/user/alice/empty");
    const instance = await startInstance("sqlite", withPrivateTargets);
    const root = await projectIn(instance);
    const host = new URL(url).host;
    const ask = async (path: string, user?: string) => {
      const config = { endpoint: url, path, ...(user ? { sign: "user", user } : {}) };
      const trial = { dataset: "h", kind: "webhdfs", config };
      return (await instance.admin<Problem>("POST", `${root}/sources/test`, trial)).body.detail;
    };
    expect(await ask("/user/alice/folder", "alice")).toBe(
      "/user/alice/folder is a folder. Name one of its files: more/, part-0.csv.",
    );
    expect(await ask("/user/alice/empty", "alice")).toBe("/user/alice/empty is a folder. It is empty.");
    expect(await ask("/user/alice/none.csv", "alice")).toBe(`${host} has no file /user/alice/none.csv.`);
    for (const user of ["mallory", undefined])
      expect(await ask("/user/alice/folder/part-0.csv", user)).toContain(
        `${host} does not let this source read /user/alice/folder/part-0.csv: Permission denied: user=`,
      );
  });
});

const encoded = (place: string) => place.split("/").map(encodeURIComponent).join("/");
