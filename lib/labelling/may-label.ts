import { chainOf, type Holder } from "@/lib/auth/access-filter";
import { roleOn } from "@/lib/auth/decide";
import { atLeast, weakestRole, type Role } from "@/lib/auth/permissions";
import { AppError } from "@/lib/errors";

/** Whether somebody's role on a dataset is one that labels in a task. */
export function mayLabel(holder: Holder, { datasetId, role }: { datasetId: string; role: Role }): boolean {
  const own = roleOn(holder.grants, chainOf(holder.project.id, "dataset", datasetId));
  return own !== null && atLeast(own, role) && atLeast(own, weakestRole["labelling:label"]);
}

/** Refuses who does not label in a task. @throws {AppError} FORBIDDEN */
export function requireLabeller(holder: Holder, task: { datasetId: string; role: Role }): void {
  if (!mayLabel(holder, task))
    throw new AppError("FORBIDDEN", `In this task people with the role ${task.role.toLowerCase()} label.`);
}
