import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decide, type Grant } from "./decide";
import { roles, weakestRole, type Permission } from "./permissions";

const project = [
  { kind: "instance" as const, id: "" },
  { kind: "project" as const, id: "p" },
];
const allow = (role: (typeof roles)[number]): Grant => ({
  subjectKind: "person",
  subjectName: "Inés",
  scopeKind: "project",
  scopeId: "p",
  effect: "allow",
  role,
});

const anyGrant = fc.record({
  subjectKind: fc.constantFrom("person" as const, "group" as const),
  subjectName: fc.string(),
  scopeKind: fc.constantFrom("instance" as const, "project" as const, "dataset" as const),
  scopeId: fc.constantFrom("", "p", "q"),
  effect: fc.constantFrom("allow" as const, "deny" as const),
  role: fc.constantFrom(...roles),
});
const anyPermission = fc.constantFrom(...(Object.keys(weakestRole) as Permission[]));

describe("the decision about a right", () => {
  test("a role holds all that a weaker role holds", () => {
    expect(roles.map((role) => decide([allow(role)], "run:delete", project).allowed)).toEqual([
      false,
      true,
      true,
      true,
    ]);
  });

  test("a grant in another project reaches nothing here", () => {
    expect(decide([{ ...allow("OWNER"), scopeId: "q" }], "project:read", project).allowed).toBe(false);
  });

  test("it explains itself", () => {
    const deny: Grant = { ...allow("EDITOR"), effect: "deny", subjectName: "group Interns" };
    expect(decide([allow("OWNER"), deny], "dataset:write", project).because).toBe(
      "denied on project p by group Interns",
    );
    expect(decide([allow("OWNER"), deny], "dataset:read", project).because).toBe("owner, by Inés");
  });

  test("adding a deny never widens what is allowed", () => {
    fc.assert(
      fc.property(fc.array(anyGrant), anyGrant, anyPermission, (grants, extra, permission) => {
        const before = decide(grants, permission, project).allowed;
        const after = decide([...grants, { ...extra, effect: "deny" }], permission, project).allowed;
        return before || !after;
      }),
    );
  });
});
