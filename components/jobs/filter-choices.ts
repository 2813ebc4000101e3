import { jobKinds } from "@/lib/jobs/kinds";
import { jobStatuses, type JobStatus } from "@/lib/jobs/schema";
import type { FilterChoice } from "./job-filters";

const statusWords: Record<JobStatus, string> = {
  open: "Running or waiting",
  QUEUED: "Waiting",
  RUNNING: "Running",
  FINISHED: "Finished",
  FAILED: "Failed",
  KILLED: "Stopped",
};

/** What a list of jobs can be filtered by: status, kind, and who asked for them. */
export function filterChoices(people: FilterChoice["options"]): FilterChoice[] {
  const statuses = jobStatuses.map((id) => ({ id, name: statusWords[id] }));
  const kinds = Object.values(jobKinds).map(({ name, label }) => ({ id: name, name: label }));
  return [
    { key: "status", label: "Status", all: "Any status", options: statuses },
    { key: "kind", label: "Kind", all: "Any kind", options: kinds },
    { key: "person", label: "Person", all: "Anybody", options: people },
  ];
}
