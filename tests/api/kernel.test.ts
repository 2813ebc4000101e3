import { describe, expect, test } from "vitest";
import { limits } from "@/lib/limits";
import { onBothDatabases } from "../fresh-db";
import { eventually, formOf, projectIn, startInstance } from "../instance";
import { hasPython } from "../has-python";
import { anyPython, openPythonPage } from "../python-page";

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe.runIf(hasPython)("with Python", () => {
  onBothDatabases("a notebook's Python", (provider) => {
    async function start(env: Record<string, string> = anyPython) {
      const instance = await startInstance(provider, { env });
      const root = await projectIn(instance);
      const made = await instance.admin<{ id: string }>("POST", `${root}/notebooks`, { title: "Tides" });
      const at = `${root}/notebooks/${made.body.id}`;
      const page = (token = instance.adminToken, path = at) => openPythonPage(instance.url, path, token);
      return { instance, root, at, page };
    }

    test("runs cells that read each other, and says what they print, show and give", async () => {
      const { page } = await start();
      const mine = page();
      expect(await mine.run(1, "x = 20\nprint('hello')")).toMatchObject({
        op: "ran",
        error: null,
        variables: [{ name: "x", kind: "int", note: "20" }],
      });
      expect(mine.printed(1)).toBe("hello\n");
      await mine.run(2, "x * 2 + 2");
      expect(mine.shown(2)).toMatchObject([{ mime: "text/plain", data: "42", note: null }]);
      expect(await mine.run(3, "def f():\n  return 1 / 0\n\nf()")).toMatchObject({
        error: { name: "ZeroDivisionError", line: 2 },
      });
      expect(await mine.names("for i in x: total = i")).toMatchObject({ defines: ["total"], uses: ["x"] });
      expect(await mine.state("ready")).toMatchObject({ state: "ready" });
    });

    test("reads datasets with the rights and masks of its person, and tells which it read", async () => {
      const { instance, root, page } = await start();
      const csv = "name,h\nCeres,3.3\nVesta,3.2\n";
      await instance.admin("POST", `${root}/datasets`, formOf("a.csv", csv, { name: "bodies" }));
      const columns = [{ name: "name", mask: "hash", role: "maintainer" }];
      await instance.admin("PUT", `${root}/datasets/bodies/masks`, { columns });
      const editor = await instance.person("Edda", { slug: "neo", role: "EDITOR" });
      const [mine, theirs] = [page(), page(editor.token)];
      const source = 'rows = dataset("bodies")\nstr(rows)';
      await mine.run(1, source);
      await theirs.run(1, source);
      expect(mine.said).toContainEqual({ op: "read", name: "bodies", number: 1 });
      const [own, seen] = [mine.shown(1)[0]!.data, theirs.shown(1)[0]!.data];
      expect(own).toContain("Ceres");
      expect(seen).toMatch(/[0-9a-f]{20}/);
      expect(seen).not.toContain("Ceres");
      expect(await mine.run(2, 'dataset("none")')).toMatchObject({
        error: { message: "There is no dataset none in this project.", line: 1 },
      });
    });

    test("a viewer, a stranger and a member of another project are refused", async () => {
      const { instance, at, page } = await start();
      const viewer = await instance.person("Vera", { slug: "neo", role: "VIEWER" });
      const outsider = await instance.person("Otto");
      for (const token of [viewer.token, outsider.token, "peri_nobody"])
        await expect(page(token).opened).rejects.toThrow("refused");
      await instance.admin("POST", "/api/projects", { name: "Other", slug: "other" });
      const elsewhere = page(instance.adminToken, at.replace("/neo/", "/other/"));
      await eventually(async () => elsewhere.ended.code === 4404);
      expect(elsewhere.said).toEqual([]);
    });

    test("who loses the right to run loses the kernel at once", async () => {
      const { instance, root, page } = await start();
      const editor = await instance.person("Edda", { slug: "neo", role: "EDITOR" });
      const theirs = page(editor.token);
      await theirs.run(1, "import os\nprint(os.getpid())");
      const n = await theirs.begin({ op: "run", cell: 2, source: "while True: pass", given: [] });
      await theirs.heard(n, "begun");
      await instance.admin("PATCH", `${root}/members/${editor.id}`, { role: "VIEWER" });
      await eventually(async () => theirs.ended.code === 4403);
      await eventually(async () => instance.kernels.pids().length === 0);
    });

    test("two people have two kernels, and two pages of one person share one", async () => {
      const { instance, page } = await start();
      const editor = await instance.person("Edda", { slug: "neo", role: "EDITOR" });
      const [mine, again, theirs] = [page(), page(), page(editor.token)];
      await mine.run(1, "secret = 7");
      await again.run(2, "secret");
      expect(again.shown(1)).toMatchObject([{ data: "7" }]);
      expect(await theirs.run(2, "secret")).toMatchObject({ error: { name: "NameError" } });
      expect(instance.kernels.pids()).toHaveLength(2);
    });

    test("an endless loop is interrupted; one that swallows it is ended with the names it held", async () => {
      const { page } = await start();
      const mine = page();
      await mine.run(1, "kept = 1");
      const soft = await mine.begin({ op: "run", cell: 2, source: "while True: pass", given: [] });
      const waits = await mine.begin({ op: "run", cell: 3, source: "kept + 1", given: [] });
      await mine.heard(soft, "begun");
      mine.stop(soft);
      expect(await mine.over(soft)).toMatchObject({ error: { name: "Interrupted", line: 1 } });
      expect(await mine.over(waits)).toMatchObject({ error: null });
      const source =
        "while True:\n  try:\n    print('in')\n    while True: pass\n  except KeyboardInterrupt: pass";
      const hard = await mine.begin({ op: "run", cell: 4, source, given: [] });
      const never = await mine.begin({ op: "run", cell: 5, source: "1", given: [] });
      await mine.heard(hard, "stream");
      mine.stop(never);
      expect(await mine.over(never)).toMatchObject({ op: "failed", why: "Stopped before it began." });
      mine.stop(hard);
      expect(await mine.over(hard)).toMatchObject({ op: "failed" });
      expect(await mine.state("ended")).toMatchObject({ names: ["kept"] });
      expect(await mine.run(6, "1 + 1")).toMatchObject({ error: null });
      expect(await mine.run(7, "kept")).toMatchObject({ error: { name: "NameError" } });
    });

    test("a flood of prints and a line of 50 MB are bounded, counted, and the kernel goes on", async () => {
      const { page } = await start();
      const mine = page();
      await mine.run(1, "for i in range(300_000): print(i)");
      await mine.run(2, "print('x' * 50_000_000)");
      await mine.run(3, "import subprocess\nsubprocess.run(['head', '-c', '3000000', '/dev/zero'])");
      for (const n of [1, 2, 3]) expect(mine.printed(n).length).toBeLessThanOrEqual(200_000);
      const cut = mine.of(2).find(({ op }) => op === "cut");
      expect(cut).toMatchObject({ characters: 50_000_001 - 200_000 });
      await mine.run(4, "'a' * 50_000_000");
      expect(mine.shown(4)[0]!.note).toContain("characters more");
      expect(await mine.run(5, "2")).toMatchObject({ error: null });
    });

    test("a cell that writes into the protocol's pipes ends its own kernel alone", async () => {
      const { page } = await start();
      const mine = page();
      const n = await mine.begin({
        op: "run",
        cell: 1,
        source: "import os\nos.write(4, b'{}\\n')",
        given: [],
      });
      expect(await mine.over(n)).toMatchObject({ op: "failed" });
      expect((await mine.state("ended")).why).toContain("no kernel says");
      const crash = "import ctypes\nctypes.string_at(0)";
      const m = await mine.begin({ op: "run", cell: 1, source: crash, given: [] });
      expect(await mine.over(m)).toMatchObject({ op: "failed", why: expect.stringContaining("SIGSEGV") });
      expect(await mine.run(2, "1")).toMatchObject({ error: null });
    });

    test("values of other languages come in, and go out with every digit or are refused", async () => {
      const { page } = await start();
      const mine = page();
      const given = Buffer.from(JSON.stringify({ a: [1, { $: "int", v: String(2n ** 60n) }] }));
      const n = await mine.begin(
        {
          op: "run",
          cell: 1,
          source: "b = v['a'][1] + 1",
          given: [{ name: "v", kind: "plain", bytes: given.length }],
        },
        [given],
      );
      expect(await mine.over(n)).toMatchObject({ error: null });
      const value = async (name: string) =>
        mine.heard(await mine.begin({ op: "value", name }), "value", "failed");
      const out = await value("b");
      expect(out.op === "value" && Buffer.from(out.bytes, "base64").toString()).toBe(
        JSON.stringify({ $: "int", v: String(2n ** 60n + 1n) }).replaceAll(/([:,])/g, "$1 "),
      );
      await mine.run(2, "import threading\nlock = threading.Lock()");
      expect(await value("lock")).toMatchObject({
        op: "failed",
        why: expect.stringContaining("it is a lock"),
      });
    });

    test("what a page sends beyond the protocol or the pace ends its connection", async () => {
      const { page } = await start();
      const [junk, flood] = [page(), page()];
      await Promise.all([junk.opened, flood.opened]);
      junk.socket.send("{}");
      await eventually(async () => junk.ended.code === 4400);
      for (let i = 0; i < 2 * limits.kernelPace.messagesAtOnce; i++) flood.send({ op: "stop", n: 1 });
      await eventually(async () => flood.ended.code === 4429);
    });

    test("ends with the server, and nothing that cells started is left", async () => {
      const { instance, page } = await start();
      const mine = page();
      await mine.run(1, "import subprocess\nsleeper = subprocess.Popen(['sleep', '600'])");
      const [pid] = instance.kernels.pids();
      expect(isAlive(pid!)).toBe(true);
      instance.kernels.stop();
      await eventually(async () => !isAlive(pid!));
      expect(await mine.state("ended")).toMatchObject({
        why: "The server stopped.",
        names: ["sleeper", "subprocess"],
      });
    });

    test("only so many kernels are given to one person, and the page says what to do", async () => {
      const { instance, root, page } = await start();
      const pages = [];
      for (let i = 0; i < limits.kernelsOfPerson; i++) {
        const { body } = await instance.admin<{ id: string }>("POST", `${root}/notebooks`, { title: `${i}` });
        pages.push(page(instance.adminToken, `${root}/notebooks/${body.id}`));
        await pages[i]!.run(1, "1");
      }
      const more = page();
      const n = await more.begin({ op: "run", cell: 1, source: "1", given: [] });
      expect(await more.over(n)).toMatchObject({
        op: "failed",
        why: expect.stringContaining("3 are allowed"),
      });
      // one that no page has open makes room
      pages[0]!.socket.close();
      await eventually(async () => (await more.run(1, "1")).op === "ran");
      expect(instance.kernels.pids().length).toBeLessThanOrEqual(limits.kernelsOfPerson);
    });
  });
});

onBothDatabases("a server without Python", (provider) => {
  test("says on the page what to do", async () => {
    const instance = await startInstance(provider, { env: { PERIHELION_PYTHON: "/nowhere/python3" } });
    const root = await projectIn(instance);
    const made = await instance.admin<{ id: string }>("POST", `${root}/notebooks`, { title: "Tides" });
    const mine = openPythonPage(instance.url, `${root}/notebooks/${made.body.id}`, instance.adminToken);
    const n = await mine.begin({ op: "run", cell: 1, source: "1", given: [] });
    expect(await mine.over(n)).toMatchObject({ op: "failed" });
    expect((await mine.state("refused")).why).toContain("PERIHELION_PYTHON");
  });
});
