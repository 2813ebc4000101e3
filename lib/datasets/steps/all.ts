import { cleanText } from "./clean-text";
import { dateParts } from "./date-parts";
import { daysSince } from "./days-since";
import { deduplicate } from "./deduplicate";
import { derive } from "./derive";
import { drop } from "./drop";
import { extract } from "./extract";
import { filter } from "./filter";
import { joinColumns } from "./join-columns";
import { log } from "./log";
import { mapValues } from "./map-values";
import { missing } from "./missing";
import { missingTokens } from "./missing-tokens";
import { parseDate } from "./parse-date";
import { parseNumber } from "./parse-number";
import { rangeToMissing } from "./range-to-missing";
import { rename } from "./rename";
import { renameMany } from "./rename-many";
import { replace } from "./replace";
import { select } from "./select";
import { sort } from "./sort";
import { sparseRows } from "./sparse-rows";
import { split } from "./split";
import { splitText } from "./split-text";
import { type } from "./type";

/** Every kind of step there is, in the order in which they are offered under their headings. */
export const stepKinds = [
  drop,
  select,
  rename,
  renameMany,
  derive,
  filter,
  deduplicate,
  sort,
  missing,
  missingTokens,
  rangeToMissing,
  sparseRows,
  type,
  parseNumber,
  log,
  cleanText,
  replace,
  extract,
  splitText,
  joinColumns,
  parseDate,
  dateParts,
  daysSince,
  mapValues,
  split,
] as const;
