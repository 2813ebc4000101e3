import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decide, roleOn, type Grant } from "./decide";
import { can, roles, weakestRole, type Permission } from "./permissions";
import { chainOf, isAllowedBy, accessFilterOf } from "./access-filter";

const anyGrant = fc.record({
  subjectKind: fc.constantFrom("person" as const, "group" as const),
  subjectName: fc.constant("Inés"),
  scopeKind: fc.constantFrom(
    "project" as const,
    "experiments" as const,
    "experiment" as const,
    "models" as const,
    "model" as const,
  ),
  scopeId: fc.constantFrom("p", "1", "2"),
  effect: fc.constantFrom("allow" as const, "deny" as const),
  role: fc.constantFrom(...roles),
});
const anyPermission = fc.constantFrom(...(Object.keys(weakestRole) as Permission[]));
const holder = (grants: Grant[]) => ({ project: { id: "p" }, grants });

describe("what somebody may reach below a project", () => {
  test("a list leaves out exactly what each thing on its own would be refused", () => {
    fc.assert(
      fc.property(
        fc.array(anyGrant),
        anyPermission,
        fc.constantFrom("1", "2", "3"),
        (grants, permission, id) => {
          expect(isAllowedBy(accessFilterOf(holder(grants), permission, "experiment"), id)).toBe(
            decide(grants, permission, chainOf("p", "experiment", id)).allowed,
          );
        },
      ),
    );
  });

  test("the role that grants leave holds exactly the permissions that they allow", () => {
    fc.assert(
      fc.property(fc.array(anyGrant), anyPermission, (grants, permission) => {
        const chain = chainOf("p", "model", "1");
        const role = roleOn(grants, chain);
        expect(role !== null && can(role, permission)).toBe(decide(grants, permission, chain).allowed);
      }),
    );
  });

  test("a deny on one experiment leaves the others", () => {
    const member: Grant[] = [
      {
        subjectKind: "person",
        subjectName: "Inés",
        scopeKind: "project",
        scopeId: "p",
        effect: "allow",
        role: "EDITOR",
      },
      {
        subjectKind: "person",
        subjectName: "Inés",
        scopeKind: "experiment",
        scopeId: "2",
        effect: "deny",
        role: "VIEWER",
      },
    ];
    expect(accessFilterOf(holder(member), "run:read", "experiment")).toEqual({ all: true, but: ["2"] });
  });
});
