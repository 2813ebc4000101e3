import { describe, expect, test } from "vitest";
import { decide, type Grant } from "@/lib/auth/decide";
import { chainOf } from "@/lib/auth/access-filter";
import {
  rightsOfPerson,
  mlflowPermissionOfGrant,
  mlflowPermissionOn,
  mlflowPermissions,
  type Scope,
} from "./mlflow-permissions";

const scope: Scope = { kind: "experiment", id: "1" };
const owner: Grant = {
  subjectKind: "person",
  subjectName: "Inés",
  scopeKind: "project",
  scopeId: "p",
  effect: "allow",
  role: "EDITOR",
};
const grantsOf = (permission: (typeof mlflowPermissions)[number]): Grant[] => [
  owner,
  ...rightsOfPerson(permission, scope).map((right) => ({
    subjectKind: "person" as const,
    subjectName: "Inés",
    scopeKind: scope.kind,
    scopeId: scope.id,
    ...right,
  })),
];

describe("a permission of MLflow's auth client", () => {
  test.each(mlflowPermissions)(
    "%s comes back as it was given, and is what an editor of the project may do there",
    (permission) => {
      expect(
        rightsOfPerson(permission, scope)
          .map((right) => mlflowPermissionOfGrant(right, scope.kind))
          .filter(Boolean),
      ).toEqual([permission]);
      expect(mlflowPermissionOn(grantsOf(permission), chainOf("p", "experiment", "1"))).toBe(
        permission === "DENY" ? "NO_PERMISSIONS" : permission,
      );
    },
  );

  test("says nothing of other experiments", () => {
    for (const permission of mlflowPermissions)
      expect(decide(grantsOf(permission), "run:write", chainOf("p", "experiment", "2")).allowed).toBe(true);
  });

  test("has no use on a whole project but for members and who manages it", () => {
    expect(() => rightsOfPerson("READ", { kind: "project", id: "p" })).toThrow(
      "Workspace-wide grants accept only",
    );
  });
});
