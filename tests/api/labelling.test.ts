import { expect, test } from "vitest";
import { onBothDatabases } from "../fresh-db";
import { startInstance } from "../instance";
import { labelling } from "../labelling";

onBothDatabases("a labelling task", (provider) => {
  test("gives each person rows with their exact cells, no row to two, and says how far it is", async () => {
    const instance = await startInstance(provider);
    const { make, person, as } = await labelling(instance);
    const made = await make({ columns: ["size", "id"] });
    expect([made.status, made.body.rows, made.body.progress.complete]).toEqual([201, 8, 0]);
    const ana = as(await person("Ana"), made.body.id);
    const ben = as(await person("Ben"), made.body.id);
    const first = (await ana.next()).body;
    expect(first).toMatchObject({ position: 0, row: 1 });
    expect(first.cells).toEqual([
      { name: "size", value: 0.5, masked: false },
      { name: "id", value: 1, masked: false },
    ]);
    expect((await ana.next()).body.position).toBe(0); // what is before somebody stays there
    expect((await ben.next()).body.position).toBe(1);
    expect((await ana.label(0, "yes", "round")).status).toBe(200);
    expect((await ana.next()).body.position).toBe(2);
    await ana.label(2, null);
    await ben.label(1, "no");
    const { progress } = await ana.task();
    expect(progress).toMatchObject({ complete: 2, labels: 2, settled: 0 });
    expect(progress.people).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: "Ana", labels: 1, skipped: 1 }),
        expect.objectContaining({ name: "Ben", labels: 1, skipped: 0 }),
      ]),
    );
    const own = await ana.get<{ labels: object[]; next: string }>("/labels?limit=1");
    expect(own.body.labels).toMatchObject([{ position: 2, class: null }]);
    const older = await ana.get<{ labels: object[] }>(`/labels?limit=1&after=${own.body.next}`);
    expect(older.body.labels).toMatchObject([{ position: 0, class: "yes", note: "round" }]);
    const row = await ben.get<{ own: object | null; row: number }>("/rows/0");
    expect(row.body).toMatchObject({ row: 1, own: null }); // what Ana said of it is not told
  });

  test("gives a row back when its lease ends or its page is closed; says what is with others", async () => {
    const instance = await startInstance(provider);
    const { make, person, as } = await labelling(instance);
    const { body } = await make({}, { kind: "keys", column: "id", values: ["3"] });
    const ana = as(await person("Ana"), body.id);
    const ben = as(await person("Ben"), body.id);
    expect((await ana.next()).body).toMatchObject({ position: 0, row: 3 });
    const waiting = (await ben.next()).body;
    expect([waiting.position, waiting.withOthers]).toEqual([null, 1]);
    expect(Date.parse(waiting.freeAt!)).toBeGreaterThan(Date.now());
    expect((await ana.send("POST", "/hold", { position: 0 })).body).toEqual({ held: true });
    await instance.db.labelLease.updateMany({ data: { until: new Date(0) } });
    expect((await ana.send("POST", "/hold", { position: 0 })).body).toEqual({ held: false });
    expect((await ben.next()).body.position).toBe(0);
    await ben.send("POST", "/release", {});
    expect((await ana.next()).body.position).toBe(0);
    await ben.label(0, "no");
    expect((await ana.label(0, "yes")).body.detail).toContain("Others have labelled this row meanwhile");
    expect((await ana.next()).body).toMatchObject({ position: null, withOthers: 0, freeAt: null });
  });

  test("asks as many people as it should of each row, and keeps what others said from them", async () => {
    const instance = await startInstance(provider);
    const { make, person, as } = await labelling(instance);
    const { body } = await make({ perRow: 2 });
    const [ana, ben, chief] = [
      as(await person("Ana"), body.id),
      as(await person("Ben"), body.id),
      as(instance.admin, body.id),
    ];
    expect((await ana.next()).body.position).toBe(0);
    expect((await ben.next()).body.position).toBe(0);
    expect((await chief.next()).body.position).toBe(1);
    await ana.label(0, "yes");
    const hidden = await chief.get<{ rows: object[] }>("/disagreements?state=all");
    expect(hidden.body.rows).toEqual([]); // somebody may still label it
    await ben.label(0, "no", "too small");
    const told = await chief.get<{ rows: { labels: object[] }[] }>("/disagreements");
    expect(told.body.rows).toMatchObject([
      {
        position: 0,
        row: 1,
        settled: null,
        labels: [
          { by: "Ana", class: "yes" },
          { by: "Ben", class: "no", note: "too small" },
        ],
      },
    ]);
    expect((await ana.get("/disagreements")).status).toBe(403);
    const { text } = await instance.admin("GET", "/api/projects/neo/audit");
    expect(text).toContain("label.give");
    expect(text).not.toContain("too small");
  });

  test("lets people skip, change and take back what they said, while it is open and unsettled", async () => {
    const instance = await startInstance(provider);
    const { make, person, as } = await labelling(instance);
    const { body } = await make();
    const ana = as(await person("Ana"), body.id);
    const chief = as(instance.admin, body.id);
    await ana.label(0, "yes");
    await ana.label(0, "no");
    await ana.label(1, null);
    expect((await ana.task()).progress).toMatchObject({ labels: 1, complete: 1 });
    expect((await ana.undo(0)).body).toMatchObject({ row: 1 });
    expect((await ana.task()).progress.labels).toBe(0);
    expect((await ana.next()).body.position).toBe(0);
    expect((await ana.undo(0)).status).toBe(404);
    expect((await ana.label(0, "maybe")).body.detail).toContain("expected one of yes, no, unclear");
    await ana.label(0, "yes");
    await chief.settle({ position: 0, class: "no" });
    for (const answer of [await ana.undo(0), await ana.label(0, "no")])
      expect([answer.status, answer.body.detail]).toEqual([409, expect.stringContaining("was settled")]);
    await chief.close();
    for (const answer of [await ana.next(), await ana.label(1, "no"), await ana.undo(1)])
      expect(answer.status).toBe(409);
    await chief.close(false);
    expect((await ana.next()).body.position).toBe(2); // what was skipped does not come again
  });

  test("chooses rows by formula, by key, and by chance that a seed repeats; none is left out", async () => {
    const instance = await startInstance(provider);
    const { make, as } = await labelling(instance);
    const rowsOf = async (name: string, rows: object) => {
      const { body, status } = await make({ name }, rows);
      if (status !== 201) return body;
      const queue = await instance.db.labelRow.findMany({
        where: { taskId: body.id },
        orderBy: { position: "asc" },
      });
      return queue.map(({ row }) => row);
    };
    expect(await rowsOf("a", { kind: "filter", filter: "kind = 'b' and size > 2" })).toEqual([4, 6, 8]);
    expect(await rowsOf("b", { kind: "keys", column: "size", values: ["0.5", "7.50"] })).toEqual([1, 8]);
    const drawn = await rowsOf("c", { kind: "random", count: 5, seed: 3 });
    expect(drawn).toHaveLength(5);
    expect(await rowsOf("d", { kind: "random", count: 3, seed: 3 })).toEqual((drawn as number[]).slice(0, 3));
    const refused = async (rows: object) => ((await rowsOf("e", rows)) as { detail?: string }).detail;
    expect(await refused({ kind: "keys", column: "id", values: ["1", "99"] })).toBe(
      "No row has 99. Take them out, or choose another column.",
    );
    expect(await refused({ kind: "keys", column: "id", values: ["x"] })).toContain("x is not");
    expect(await refused({ kind: "filter", filter: "size > 100" })).toBe("No row is chosen.");
    expect(await refused({ kind: "filter", filter: "size" })).toContain("A filter is true or false");
    expect((await make({ name: "a" })).status).toBe(409);
    expect((await make({ name: "f", columns: ["none"] })).body).toMatchObject({
      detail: "There is no column none.",
    });
    expect((await make({ name: "g", classes: ["a", "a"] })).status).toBe(400);
    expect((await make({ name: "h", version: 2 ** 31 })).status).toBe(400);
    expect((await as(instance.admin, "none").get("")).status).toBe(404);
  });

  test("is made, settled and deleted by roles, labelled by the role that it names", async () => {
    const instance = await startInstance(provider);
    const { make, person, as, root } = await labelling(instance);
    const viewer = await person("Vera", "VIEWER");
    expect((await make({}, { kind: "filter" }, viewer)).status).toBe(403);
    const editor = await person("Ed");
    const { body } = await make({ role: "MAINTAINER" }, { kind: "filter" }, editor);
    expect((await as(editor, body.id).next()).body).toMatchObject({
      detail: "In this task people with the role maintainer label.",
    });
    expect((await as(viewer, body.id).next()).status).toBe(403);
    expect((await as(editor, body.id).settle({ position: 0, class: "yes" })).status).toBe(403);
    expect((await as(editor, body.id).send("DELETE", "", { reason: "no use" })).status).toBe(403);
    const chief = await person("Max", "MAINTAINER");
    expect((await as(chief, body.id).next()).status).toBe(200);
    const inUse = await instance.admin("DELETE", `${root}/datasets/rocks`, { reason: "no use" });
    expect([inUse.status, inUse.body.detail]).toEqual([
      409,
      expect.stringContaining("1 labelling task (kinds)"),
    ]);
    expect((await as(chief, body.id).send("DELETE", "", { reason: "no use" })).status).toBe(200);
    expect((await instance.admin("DELETE", `${root}/datasets/rocks`, { reason: "no use" })).status).toBe(200);
  });

  test("shows masked cells to nobody below the mask's role, nor a choice by their values", async () => {
    const instance = await startInstance(provider);
    const { make, person, as, root } = await labelling(instance);
    const masks = { columns: [{ name: "kind", mask: "hide", role: "owner" }] };
    expect((await instance.admin("PUT", `${root}/datasets/rocks/masks`, masks)).status).toBe(200);
    const { body } = await make({}, { kind: "filter", filter: "kind = 'b'" });
    const editor = as(await person("Ed"), body.id);
    const first = await editor.next();
    expect(first.body.cells).toEqual([
      { name: "id", value: 2, masked: false },
      { name: "size", value: 1.5, masked: false },
      { name: "kind", value: null, masked: true },
    ]);
    expect((await editor.task()).choice).toEqual({ kind: "filter", hidden: true });
    expect((await editor.get<object>("/rows/0")).text).not.toContain('"b"');
    expect((await as(instance.admin, body.id).task()).choice).toMatchObject({ filter: "kind = 'b'" });
    const refused = await make(
      { name: "other" },
      { kind: "filter", filter: "kind = 'b'" },
      await person("Eve"),
    );
    expect(refused.status).toBe(403);
  });
});
