import { daysSince } from "./days-since";
import { deduplicate } from "./deduplicate";
import { derive } from "./derive";
import { drop } from "./drop";
import { filter } from "./filter";
import { missing } from "./missing";
import { rename } from "./rename";
import { select } from "./select";
import { split } from "./split";
import { type } from "./type";

/** Every kind of step there is, in the order in which they are offered under their headings. */
export const stepKinds = [
  select,
  drop,
  rename,
  derive,
  filter,
  deduplicate,
  missing,
  type,
  daysSince,
  split,
] as const;
