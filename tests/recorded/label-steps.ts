import type { Step, Story } from "./story";

/** A labelling task from its making to its end. */
export function labelSteps({ admin, root, kept, put, send }: Story): Step[] {
  const tasks = `${root}/datasets/neo/label-tasks`;
  const route = "/api/projects/:projectSlug/datasets/:name/label-tasks";
  const task = (path = "") => `${tasks}/${kept.task}${path}`;
  const body = (name: string) => ({
    version: 1,
    name,
    question: "Is it hazardous?",
    classes: ["yes", "no"],
    rows: { kind: "random", count: 3, seed: 1 },
  });
  return [
    [
      `POST ${route}`,
      ["label-task.create"],
      () => put("task", admin<{ id: string }>("POST", tasks, body("first")), ({ id }) => id),
    ],
    [
      `POST ${route}/:taskId/labels`,
      ["label.give"],
      () => send("POST", task("/labels"), { position: 0, class: "yes" }),
    ],
    [`DELETE ${route}/:taskId/labels/:position`, ["label.undo"], () => send("DELETE", task("/labels/0"))],
    [
      `POST ${route}/:taskId/settle`,
      ["label.settle"],
      async () => {
        await send("POST", task("/labels"), { position: 0, class: "yes" });
        return send("POST", task("/settle"), { position: 0, class: "no" });
      },
    ],
    [`PATCH ${route}/:taskId`, ["label-task.close"], () => send("PATCH", task(), { closed: true })],
    [
      `POST ${route}/:taskId/save`,
      ["dataset.save"],
      () => send("POST", task("/save"), { column: "verdict", name: "labelled" }),
    ],
    [
      `DELETE ${route}/:taskId`,
      ["label-task.delete"],
      async () => {
        const { body: made } = await admin<{ id: string }>("POST", tasks, body("second"));
        return send("DELETE", `${tasks}/${made.id}`, { reason: "a mistake" });
      },
    ],
  ];
}
