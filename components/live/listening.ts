import type { LiveEvent } from "./messages";

type Page = {
  /** The page's address below its project. */
  address: RegExp;
  /**
   * Events that change what it shows, by the beginning of their names.
   * A page that is left out is drawn anew for nothing.
   */
  hears: readonly string[];
};

const runs = ["run.", "sweep.", "experiment."] as const;

/**
 * What each page of a project listens to. Signals, such as a job's progress, are patched in where they show.
 */
const pages: readonly Page[] = [
  {
    address: /^$/,
    hears: [...runs, "job.", "dataset.", "notebook.", "model.", "member.", "project.", "client."],
  },
  { address: /^\/data$/, hears: ["dataset.", "source.", "model.stage", "job."] },
  { address: /^\/data\/[^/]+$/, hears: ["dataset.", "source.", "model.stage"] },
  { address: /^\/data\/[^/]+\/source$/, hears: ["dataset.save", "dataset.refresh", "source.", "job.finish"] },
  { address: /^\/data\/[^/]+\/labels(\/[^/]+)?$/, hears: ["label", "dataset.save"] },
  { address: /^\/notebooks$/, hears: ["notebook."] },
  { address: /^\/notebooks\/[^/]+\/runs$/, hears: ["notebook.run", "notebook.ran", "job."] },
  { address: /^\/experiments(\/[^/]+)?$/, hears: [...runs, "job."] },
  { address: /^\/runs\/[^/]+$/, hears: [...runs, "job.", "artifact.", "logged-model.", "model."] },
  { address: /^\/compare$/, hears: ["run.activity", "run.edit", "run.delete", "run.restore", "job.finish"] },
  { address: /^\/jobs(\/[^/]+)?$/, hears: ["job.", "transfer."] },
  { address: /^\/models(\/[^/]+)?$/, hears: ["model."] },
  { address: /^\/members$/, hears: ["member.", "group.", "permission."] },
];

/** Told in passing and often: never a reason to draw a page anew. */
const signals = new Set(["job.progress"]);

/** Whether an event changes what the page at an address below its project shows. */
export function concerns(address: string, { name, detail }: LiveEvent): boolean {
  if (signals.has(name)) return false;
  const page = pages.find((candidate) => candidate.address.test(address));
  if (!page?.hears.some((beginning) => name.startsWith(beginning))) return false;
  // Jobs with a run make no dataset: a sweep would draw the page of datasets a hundred times.
  if (address === "/data" && name.startsWith("job.") && detail?.run) return false;
  const run = /^\/runs\/([^/]+)$/.exec(address)?.[1];
  return run === undefined || name !== "run.activity" || isActive(run, detail);
}

/** Whether a run is among those that something was logged to. */
function isActive(run: string, detail: LiveEvent["detail"]): boolean {
  const { started, logged, more } = { started: [], logged: [], more: false, ...detail };
  return more === true || [started, logged].some((uids: readonly unknown[]) => uids.includes(run));
}
