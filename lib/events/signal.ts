import { bus, type Signal } from "./bus";
import type { Subject } from "./facts";
import { scopeOf } from "./rows";

/** Tells who looks at a project how something is getting on; kept nowhere, heard in this process alone. */
export function signal(
  projectId: string,
  kind: Signal["kind"],
  { subject, detail }: { subject: Subject; detail: object },
): void {
  const data = JSON.stringify({ subject, detail });
  bus().emit("signal", { projectId, kind, ...scopeOf(subject), data });
}
