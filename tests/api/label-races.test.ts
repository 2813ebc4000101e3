import { expect, test } from "vitest";
import { onPostgres } from "../fresh-db";
import { startInstance } from "../instance";
import { labelling } from "../labelling";

const times = (count: number) => Array.from({ length: count }, (_, i) => i);
const statuses = (answers: readonly { status: number }[]) => answers.map(({ status }) => status).sort();

/** What the queue says must be what the labels say, whoever came first. */
async function requireCounted({ db }: Awaited<ReturnType<typeof startInstance>>) {
  for (const { taskId, position, labels } of await db.labelRow.findMany())
    expect(labels).toBe(await db.label.count({ where: { taskId, position, class: { not: null } } }));
}

onPostgres("people who label at the same moment", () => {
  test("get a row of their own each, and one alone labels a row of which all say something", async () => {
    const instance = await startInstance("postgresql");
    const { make, person, as } = await labelling(instance);
    const { body } = await make();
    const people = await Promise.all(times(6).map(async (i) => as(await person(`Person ${i}`), body.id)));
    const given = await Promise.all(people.map(({ next }) => next()));
    expect(given.map(({ body: { position } }) => position).sort()).toEqual([0, 1, 2, 3, 4, 5]);
    const answers = await Promise.all(people.map(({ label }) => label(7, "yes")));
    expect(statuses(answers)).toEqual([200, 409, 409, 409, 409, 409]);
    const twice = await Promise.all(times(5).map((i) => people[0]!.label(0, i % 2 ? "yes" : "no")));
    expect(statuses(twice)).toEqual([200, 200, 200, 200, 200]);
    await requireCounted(instance);
  });

  test("take a label back or find the row settled, never both", async () => {
    const instance = await startInstance("postgresql");
    const { make, person, as } = await labelling(instance);
    const { body } = await make();
    const ana = as(await person("Ana"), body.id);
    const chief = as(instance.admin, body.id);
    for (const position of times(8)) {
      await ana.label(position, "yes");
      const [undone, settled] = await Promise.all([
        ana.undo(position),
        chief.settle({ position, class: "no" }),
      ]);
      expect(statuses([undone, settled])).toEqual([200, 409]);
      const row = await instance.db.labelRow.findFirstOrThrow({ where: { position } });
      expect([row.labels, row.settled]).toEqual(undone.status === 200 ? [0, null] : [1, 1]);
    }
    await requireCounted(instance);
  });

  test("find the task closed, or their label is in what is read after", async () => {
    const instance = await startInstance("postgresql");
    const { make, person, as } = await labelling(instance);
    const chief = (id: string) => as(instance.admin, id);
    const ana = await person("Ana");
    for (const round of times(6)) {
      const { body } = await make({ name: `round ${round}` });
      const { label, next } = as(ana, body.id);
      const [closed, ...given] = await Promise.all([
        chief(body.id).close(),
        ...times(4).map((position) => label(position, "yes")),
        next(),
      ]);
      expect(closed.status).toBe(200);
      const kept = given.slice(0, 4).filter(({ status }) => status === 200).length;
      expect((await chief(body.id).task()).progress.labels).toBe(kept);
      expect(await instance.db.labelLease.count({ where: { taskId: body.id } })).toBe(0);
    }
    await requireCounted(instance);
  });

  test("keep a version's labels whole: the task is deleted, or the version is made from it", async () => {
    const instance = await startInstance("postgresql");
    const { make, as } = await labelling(instance);
    for (const round of times(4)) {
      const { body } = await make({ name: `round ${round}` });
      const chief = as(instance.admin, body.id);
      await chief.label(0, "yes");
      const [saved, deleted] = await Promise.all([
        chief.save({ column: "verdict", name: `saved ${round}` }),
        chief.send("DELETE", "", { reason: "no use" }),
      ]);
      expect([saved.status, deleted.status].filter((status) => status < 300)).toHaveLength(1);
      const edges = await instance.db.lineageEdge.count({
        where: { fromKind: "label-task", fromId: body.id },
      });
      expect(edges).toBe(saved.status === 201 ? 1 : 0);
    }
  });
});
