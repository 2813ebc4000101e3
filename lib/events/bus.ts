import { EventEmitter } from "node:events";

/** What listeners of this process are woken for; what they then tell is read from the database. */
type Wakes = {
  /** Something was recorded in this project. */
  project: [projectId: string];
  /** Something is under way, such as a job's progress: told as it is, kept nowhere. */
  signal: [signal: Signal];
  /** A job waits for a worker. */
  queue: [];
  /** Somebody's rights changed: in this project, or everywhere where there is none. */
  rights: [projectId: string | null];
};

/** What is told of a project in passing: a page that misses it hears the next. */
export type Signal = {
  projectId: string;
  kind: "job.progress";
  scopeKind: string | null;
  scopeId: string | null;
  data: string;
};

const shared = globalThis as { perihelionBus?: EventEmitter<Wakes> };

/**
 * The one bus of the process. Next and the server evaluate this file separately, so it hangs on `globalThis`.
 */
export function bus(): EventEmitter<Wakes> {
  return (shared.perihelionBus ??= new EventEmitter<Wakes>().setMaxListeners(0));
}
