import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decide, roleOn, type Grant } from "./decide";
import { scopedKinds } from "./resources";
import { can, roles, weakestRole, type Permission } from "./permissions";
import { chainOf, isAllowedBy, accessFilterOf } from "./access-filter";

const anyGrant = fc.record({
  subjectKind: fc.constantFrom("person" as const, "group" as const),
  subjectName: fc.constant("Inés"),
  scopeKind: fc.constantFrom(
    "project" as const,
    ...scopedKinds,
    ...scopedKinds.map((kind) => `${kind}s` as const),
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
        fc.constantFrom(...scopedKinds),
        fc.constantFrom("1", "2", "3"),
        (grants, permission, kind, id) => {
          expect(isAllowedBy(accessFilterOf(holder(grants), permission, kind), id)).toBe(
            decide(grants, permission, chainOf("p", kind, id)).allowed,
          );
        },
      ),
    );
  });

  test("one more deny never lets a list show more", () => {
    fc.assert(
      fc.property(
        fc.array(anyGrant),
        anyGrant,
        anyPermission,
        fc.constantFrom(...scopedKinds),
        fc.constantFrom("1", "2", "3"),
        (grants, grant, permission, kind, id) => {
          const denied = [...grants, { ...grant, effect: "deny" as const }];
          const [before, after] = [grants, denied].map((held) =>
            isAllowedBy(accessFilterOf(holder(held), permission, kind), id),
          );
          expect(before || !after).toBe(true);
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
