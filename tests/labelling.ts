import type { Answer, Client, Instance } from "./instance";
import { formOf, projectIn } from "./instance";

export const rocks =
  "id,size,kind\n" + Array.from({ length: 8 }, (_, i) => `${i + 1},${i + 0.5},${"ab"[i % 2]}\n`).join("");

export type TaskAnswer = {
  id: string;
  rows: number;
  choice: object;
  closedAt: string | null;
  progress: {
    complete: number;
    labels: number;
    settled: number;
    people: { name: string; labels: number; skipped: number }[];
  };
  saved: { name: string; number: number; how: string }[];
};
export type Next = {
  position: number | null;
  row: number;
  cells: { name: string; value: unknown }[];
  withOthers: number;
  freeAt: string | null;
};

/** A project with a dataset of eight rocks, and ways to label them as somebody. */
export async function labelling(instance: Instance, csv = rocks) {
  const root = await projectIn(instance);
  await instance.admin("POST", `${root}/datasets`, formOf("rocks.csv", csv));
  const tasks = `${root}/datasets/rocks/label-tasks`;
  const asked = { version: 1, name: "kinds", question: "Which?", classes: ["yes", "no", "unclear"] };
  const make = (
    more: object = {},
    rows: object = { kind: "filter" },
    by: Client = instance.admin,
  ): Promise<Answer<TaskAnswer>> => by<TaskAnswer>("POST", tasks, { ...asked, rows, ...more });
  const person = (name: string, role: "EDITOR" | "MAINTAINER" | "VIEWER" = "EDITOR") =>
    instance.person(name, { slug: "neo", role });
  /** What somebody does in one task. */
  const as = (client: Client, id: string) => {
    const at = `${tasks}/${id}`;
    return {
      next: () => client<Next>("POST", `${at}/next`, {}),
      label: (position: number, said: string | null, note = "") =>
        client("POST", `${at}/labels`, { position, class: said, note }),
      undo: (position: number) => client("DELETE", `${at}/labels/${position}`),
      settle: (body: object) =>
        client<{ settled: number; ties: number; withoutMajority: number; detail?: string }>(
          "POST",
          `${at}/settle`,
          body,
        ),
      save: (body: object) => client("POST", `${at}/save`, body),
      get: <Body>(path: string) => client<Body>("GET", `${at}${path}`),
      task: async () => (await client<TaskAnswer>("GET", at)).body,
      close: (closed = true) => client("PATCH", at, { closed }),
      send: (method: string, path: string, body?: unknown) => client(method, `${at}${path}`, body),
    };
  };
  return { root, tasks, make, person, as };
}
