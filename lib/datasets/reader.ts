import { chainOf } from "@/lib/auth/access-filter";
import { roleOn, type Grant } from "@/lib/auth/decide";
import type { Role } from "@/lib/auth/permissions";

/**
 * For whom a version is read: the role that they have on a dataset says which columns are masked. Nothing
 * reads a version without one.
 */
export type Reader = { projectId: string; roleOn: (datasetId: string) => Role | null };

/** Somebody with grants in a project. */
type Holder = { project: { id: string }; grants: readonly Grant[] };

/** A member of a project, with the rights that this request was let in by. */
export function readerOf({ project, grants }: Holder): Reader {
  return {
    projectId: project.id,
    roleOn: (datasetId) => roleOn(grants, chainOf(project.id, "dataset", datasetId)),
  };
}

/** Whoever reads what everybody of a project may come to see, such as a model: every mask holds. */
export function everyReader(projectId: string): Reader {
  return { projectId, roleOn: () => null };
}

/** Our own work on a version, of which nobody is shown a value or a name: no mask holds. */
export function ownReader(projectId: string): Reader {
  return { projectId, roleOn: () => "OWNER" };
}
