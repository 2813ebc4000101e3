import type { JobKindName, ResultOf } from "@/lib/jobs/kinds";
import { runImport } from "./kinds/import";
import { runNotebook } from "./kinds/notebook";
import { runRecipe } from "./kinds/recipe";
import { runRefresh } from "./kinds/refresh";
import { runSynthetic } from "./kinds/synthetic";
import { runTraining } from "./kinds/train";
import type { RunContext } from "./run-context";
import { runTransfer } from "./transfer/run-transfer";

/** Does the work of one kind of job and answers its result. */
type Run<Name extends JobKindName> = (context: RunContext) => Promise<ResultOf<Name>>;

/** How a worker runs each kind of job. */
export const runs: { [Name in JobKindName]: Run<Name> } = {
  train: runTraining,
  import: runImport,
  recipe: runRecipe,
  synthetic: runSynthetic,
  refresh: runRefresh,
  transfer: runTransfer,
  notebook: runNotebook,
};
