import { expect, test } from "vitest";
import { weakestRole, type Permission } from "./permissions";
import { kindOfPermission, readPermission, scopedKinds } from "./resources";

test("every permission on an experiment, run, job, model, dataset or notebook is decided by the grants on one", () => {
  const kinds = Object.fromEntries(
    (Object.keys(weakestRole) as Permission[]).map((permission) => [
      permission,
      kindOfPermission(permission),
    ]),
  );
  expect(kinds).toMatchObject({
    "project:read": null,
    "member:manage": null,
    "run:write": "experiment",
    "job:start": "experiment",
    "model:promote": "model",
    "dataset:read": "dataset",
    "notebook:write": "notebook",
  });
  for (const kind of scopedKinds) expect(kindOfPermission(readPermission[kind])).toBe(kind);
});
