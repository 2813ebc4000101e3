import type { TransferReport } from "@/lib/jobs/kinds/transfer";

const reasonsKept = 200;

/** Counts what a transfer brought, and keeps why something was left behind. */
export function newReport() {
  const counts: TransferReport["counts"] = {
    experiments: 0,
    runs: 0,
    before: 0,
    points: 0,
    files: 0,
    bytes: 0,
    loggedModels: 0,
    models: 0,
    versions: 0,
  };
  const left: string[] = [];
  let leftInAll = 0;
  return {
    counts,
    leave(reason: string) {
      leftInAll += 1;
      if (left.length < reasonsKept) left.push(reason.slice(0, 500));
    },
    finished: (): TransferReport => ({ counts, left, leftInAll }),
  };
}
export type Report = ReturnType<typeof newReport>;
