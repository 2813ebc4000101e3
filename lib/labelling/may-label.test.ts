import { expect, test } from "vitest";
import type { Grant } from "@/lib/auth/decide";
import type { Role } from "@/lib/auth/permissions";
import { mayLabel } from "./may-label";

const grant = (role: Role, scope: Partial<Grant> = {}): Grant => ({
  subjectKind: "person",
  subjectName: "somebody",
  scopeKind: "project",
  scopeId: "p",
  effect: "allow",
  role,
  ...scope,
});
const holder = (...grants: Grant[]) => ({ project: { id: "p" }, grants });

test("who labels has the role that the task names, on its dataset, and an editor's at least", () => {
  const task = { datasetId: "d", role: "MAINTAINER" as const };
  expect(mayLabel(holder(grant("EDITOR")), task)).toBe(false);
  expect(mayLabel(holder(grant("OWNER")), task)).toBe(true);
  const here = grant("MAINTAINER", { scopeKind: "dataset", scopeId: "d" });
  expect(mayLabel(holder(grant("VIEWER"), here), task)).toBe(true);
  expect(mayLabel(holder(grant("VIEWER")), { datasetId: "d", role: "VIEWER" })).toBe(false);
  expect(mayLabel(holder(), { datasetId: "d", role: "EDITOR" })).toBe(false);
});
