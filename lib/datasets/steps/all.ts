import { balance } from "./balance";
import { bin } from "./bin";
import { cleanText } from "./clean-text";
import { dateParts } from "./date-parts";
import { daysSince } from "./days-since";
import { deduplicate } from "./deduplicate";
import { derive } from "./derive";
import { drop } from "./drop";
import { editCell } from "./edit-cell";
import { encode } from "./encode";
import { extract } from "./extract";
import { filter } from "./filter";
import { folds } from "./folds";
import { group } from "./group";
import { join } from "./join";
import { joinColumns } from "./join-columns";
import { labelConflicts } from "./label-conflicts";
import { log } from "./log";
import { mapValues } from "./map-values";
import { mergeRare } from "./merge-rare";
import { missing } from "./missing";
import { missingTokens } from "./missing-tokens";
import { nearDuplicates } from "./near-duplicates";
import { outliers } from "./outliers";
import { parseDate } from "./parse-date";
import { parseNumber } from "./parse-number";
import { pivot } from "./pivot";
import { rangeToMissing } from "./range-to-missing";
import { rename } from "./rename";
import { renameMany } from "./rename-many";
import { replace } from "./replace";
import { sample } from "./sample";
import { scale } from "./scale";
import { select } from "./select";
import { selectFeatures } from "./select-features";
import { selectUnivariate } from "./select-univariate";
import { sort } from "./sort";
import { sparseRows } from "./sparse-rows";
import { split } from "./split";
import { splitText } from "./split-text";
import { targetEncode } from "./target-encode";
import { type } from "./type";
import { union } from "./union";
import { unitRepair } from "./unit-repair";
import { unpivot } from "./unpivot";
import { window } from "./window";

/** Every kind of step there is, in the order in which they are offered under their headings. */
export const stepKinds = [
  drop,
  select,
  rename,
  renameMany,
  selectFeatures,
  selectUnivariate,
  derive,
  filter,
  deduplicate,
  nearDuplicates,
  labelConflicts,
  sort,
  sample,
  balance,
  window,
  missing,
  missingTokens,
  rangeToMissing,
  sparseRows,
  type,
  editCell,
  parseNumber,
  unitRepair,
  outliers,
  scale,
  log,
  bin,
  cleanText,
  replace,
  extract,
  splitText,
  joinColumns,
  parseDate,
  dateParts,
  daysSince,
  mapValues,
  mergeRare,
  encode,
  targetEncode,
  join,
  union,
  group,
  pivot,
  unpivot,
  split,
  folds,
] as const;
