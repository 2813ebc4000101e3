import { expect, test } from "vitest";
import { limits } from "@/lib/limits";
import { onBothDatabases } from "../fresh-db";
import { eventually, projectIn, startInstance } from "../instance";
import { openNotebookPage } from "../notebook-page";

type Kept = { document: { cells: { id: number; source: string }[] }; revision: number };

onBothDatabases("a notebook that several people have open", (provider) => {
  async function start() {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const made = await instance.admin<{ id: string }>("POST", `${root}/notebooks`, { title: "Tides" });
    const at = `${root}/notebooks/${made.body.id}`;
    const page = (token = instance.adminToken) => openNotebookPage(instance.url, at, token);
    const kept = async () => (await instance.admin<Kept>("GET", at)).body;
    return { instance, root, at, page, kept };
  }

  test("shows each what others type, and calls kept what is kept", async () => {
    const { instance, page, kept } = await start();
    const editor = await instance.person("Edda", { slug: "neo", role: "EDITOR" });
    const [mine, theirs] = [page(), page(editor.token)];
    await Promise.all([mine.join(), theirs.join()]);
    const said = await Promise.all([mine.type(2, "mine "), theirs.type(2, "theirs "), theirs.type(1, "! ")]);
    expect(said.map(({ op }) => op)).toEqual(["kept", "kept", "kept"]);
    await eventually(async () => mine.source(2) === theirs.source(2) && mine.source(1) === "! # Tides");
    expect(mine.source(2)!.split(" ").toSorted()).toEqual(["", "mine", "theirs"]);
    const { cells } = (await kept()).document;
    expect(cells.map(({ source }) => source)).toEqual([mine.source(1), mine.source(2)]);
    theirs.send({ op: "save", n: 9 });
    expect(await theirs.heard("saved")).toMatchObject({ n: 9, revision: 2 });
    expect(await mine.heard("revised")).toMatchObject({ revision: 2 });
    expect((await kept()).revision).toBe(2);
  });

  test("shows what comes by HTTP as well, as a difference", async () => {
    const { instance, at, page } = await start();
    const mine = page();
    await mine.join();
    await mine.type(2, "mine");
    const cells = [
      { id: 1, mode: "md", source: "# Moons" },
      { id: 2, mode: "ts", source: "" },
    ];
    await instance.admin("PUT", at, { title: "Moons", cells, revision: 1 });
    await eventually(async () => mine.source(1) === "# Moons");
    expect(mine.source(2)).toBe("mine");
  });

  test("a viewer sees, what they write is refused and told, and a new role counts at once", async () => {
    const { instance, root, page, kept } = await start();
    const guest = await instance.person("Vera", { slug: "neo", role: "VIEWER" });
    const [mine, theirs] = [page(), page(guest.token)];
    await mine.join();
    expect(await theirs.join()).toMatchObject({ mayWrite: false });
    expect(await theirs.type(2, "not mine ")).toMatchObject({ op: "refused", code: "FORBIDDEN" });
    await mine.type(2, "seen ");
    await eventually(async () => theirs.source(2)!.includes("seen "));
    expect((await kept()).document.cells[1]!.source).toBe("seen ");

    await instance.admin("PATCH", `${root}/members/${guest.id}`, { role: "EDITOR" });
    await theirs.heard("rights", ({ mayWrite }) => mayWrite);
    await instance.admin("DELETE", `${root}/members/${guest.id}`);
    await eventually(async () => theirs.ended.code === 4403);
    await mine.type(2, "after ");
    expect(theirs.source(2)).not.toContain("after");
  });

  test("nobody else comes in", async () => {
    const { instance, root, page } = await start();
    const outsider = await instance.person("Otto");
    for (const token of [outsider.token, "peri_nobody"]) {
      const theirs = page(token);
      await expect(theirs.join()).rejects.toBeDefined();
      expect(theirs.said).toEqual([]);
    }
    const none = openNotebookPage(instance.url, `${root}/notebooks/none`, instance.adminToken);
    await eventually(async () => none.ended.code === 4404);
    // the same notebook's address in another project is none
    await instance.admin("POST", "/api/projects", { name: "Other", slug: "other" });
    const id = (await instance.db.notebook.findFirstOrThrow()).id;
    const path = `/api/projects/other/notebooks/${id}`;
    const elsewhere = openNotebookPage(instance.url, path, instance.adminToken);
    await eventually(async () => elsewhere.ended.code === 4404);
    expect([...none.said, ...elsewhere.said]).toEqual([]);
  });

  test("a page of another history gets all of this one, and what it had is not mixed in", async () => {
    const { page, kept } = await start();
    const old = page();
    const { epoch } = await old.join("a history that is gone");
    expect(epoch).not.toBe("a history that is gone");
    expect(old.source(1)).toBe("# Tides");
    expect((await kept()).document.cells).toHaveLength(2);
  });

  test("whoever sends too much, or what no page says, is let go, and the others work on", async () => {
    const { page, kept } = await start();
    const [mine, flood, junk] = [page(), page(), page()];
    await Promise.all([mine.join(), flood.join(), junk.join()]);
    junk.socket.send("{}");
    await eventually(async () => junk.ended.code === 4400);
    const at = { cell: 1, anchor: 0, head: 0 };
    for (let i = 0; i < 2 * limits.livePace.messagesAtOnce; i++) flood.send({ op: "at", at });
    await eventually(async () => flood.ended.code === 4429);
    expect(await mine.type(2, "on ")).toMatchObject({ op: "kept" });
    expect((await kept()).document.cells[1]!.source).toBe("on ");
  });

  test("tells who else is there and where, until they leave", async () => {
    const { instance, page } = await start();
    const editor = await instance.person("Edda", { slug: "neo", role: "EDITOR" });
    const [mine, theirs] = [page(), page(editor.token)];
    await Promise.all([mine.join(), theirs.join()]);
    mine.send({ op: "at", at: { cell: null, anchor: 0, head: 0 } });
    theirs.send({ op: "at", at: { cell: 2, anchor: 1, head: 4 } });
    const there = await mine.heard("people", ({ people }) => people.length === 1);
    expect(there.people).toMatchObject([{ name: "Edda", cell: 2, anchor: 1, head: 4 }]);
    theirs.socket.close();
    const last = () => mine.said.findLast((one) => one.op === "people");
    await eventually(async () => last()?.op === "people" && JSON.stringify(last()).includes('"people":[]'));
  });
});
