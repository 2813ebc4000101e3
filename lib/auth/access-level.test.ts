import { describe, expect, test } from "vitest";
import { chainOf } from "./access-filter";
import { accessLevels, rightsOfLevel, roleOfLevel } from "./access-level";
import { roleOn, type Grant } from "./decide";
import { roles } from "./permissions";

const inProject = (role: (typeof roles)[number]): Grant => ({
  subjectKind: "person",
  subjectName: "Inés",
  scopeKind: "project",
  scopeId: "p",
  effect: "allow",
  role,
});
const on = (level: (typeof accessLevels)[number], subjectKind: Grant["subjectKind"]): Grant[] =>
  rightsOfLevel(level, subjectKind).map((right) => ({
    ...right,
    subjectKind,
    subjectName: "",
    scopeKind: "dataset",
    scopeId: "1",
  }));
const held = (grants: Grant[]) => roleOn(grants, chainOf("p", "dataset", "1"));

describe("a level of access to one resource", () => {
  test.each(accessLevels)("%s is exactly that for a person, whatever their role", (level) => {
    expect(held(on(level, "person"))).toBe(roleOfLevel(level));
    if (level !== "maintainer")
      for (const role of roles)
        expect(held([inProject(role), ...on(level, "person")])).toBe(roleOfLevel(level));
  });

  test("adds to what a group's people have, except that none takes all away", () => {
    expect(held([inProject("EDITOR"), ...on("viewer", "group")])).toBe("EDITOR");
    expect(held([inProject("VIEWER"), ...on("editor", "group")])).toBe("EDITOR");
    expect(held([inProject("OWNER"), ...on("none", "group")])).toBe(null);
  });
});
