import { expect, test } from "vitest";
import { weakestRole, type Permission } from "./permissions";
import { kindOfPermission, readPermission, scopedKinds } from "./resources";

test("every permission on a thing that may have grants of its own is decided by those", () => {
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
