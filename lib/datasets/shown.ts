import { atLeast, type Role } from "@/lib/auth/permissions";
import type { ColumnSchema } from "@/lib/frame/frame";
import { freeName } from "./free-name";
import {
  highestRole,
  maskOn,
  maskedType,
  rootKey,
  strictest,
  type MaskKind,
  type MaskRole,
  type MaskRoot,
  type ShownColumn,
} from "./mask";
import type { VersionMasks } from "./mask-lineage";
import type { Reader } from "./reader";

/** A column of a version that is masked for somebody; `forYou` says whether it is for the reader. */
export type MaskedFor = {
  name: string;
  mask: MaskKind;
  role: MaskRole;
  forYou: boolean;
  /** Whether a mask comes from a column that it was made from; `own`, whether one is its own. */
  inherited: boolean;
  own: boolean;
};
/** A version's columns as a reader sees them, all masks that there are, and steps that tell too much. */
export type Shown = {
  columns: ShownColumn[];
  masks: MaskedFor[];
  hiddenSteps: ReadonlySet<number>;
  /** Masks through which the reader reads, by their keys. */
  through: string[];
  /** Masks of its columns that do not hold for the reader. */
  seen: string[];
};

/** What a reader sees of the columns of a version; names made of masked values are counted instead. */
export function shownTo(
  { id: datasetId, columns }: { id: string; columns: readonly ColumnSchema[] },
  { columns: masked, steps }: VersionMasks,
  reader: Reader,
): Shown {
  const isFor = (root: MaskRoot) =>
    isBelow(reader.roleOn(datasetId), root.role) || isBelow(reader.roleOn(root.datasetId), root.role);
  const masks: MaskedFor[] = [];
  const shown = columns.map(({ name, type }, i): ShownColumn => {
    const found = masked.get(name);
    if (!found) return { name, type, mask: null };
    const applied = found.roots.filter(isFor);
    const kind = strictest((applied.length > 0 ? applied : found.roots).map(({ mask }) => mask))!;
    const mask = maskOn(type, kind);
    const forYou = applied.length > 0;
    const label = forYou && found.isNamedByData ? freeName(`masked ${i + 1}`, columns) : name;
    const own = found.roots.some(
      (root) => root.datasetId === datasetId && root.column === name.toLowerCase(),
    );
    masks.push({
      name: label,
      mask,
      role: highestRole(found.roots.map(({ role }) => role)),
      forYou,
      own,
      inherited: found.roots.length > (own ? 1 : 0),
    });
    return forYou ? { name: label, type: maskedType(type, mask), mask } : { name, type, mask: null };
  });
  const hiddenSteps = new Set(steps.flatMap((roots, i) => (roots.some(isFor) ? [i] : [])));
  const through = [...masked.values()].flatMap(({ roots }) => roots.filter(isFor).map(rootKey));
  const seen = [...masked.values()].flatMap(({ roots }) => roots.filter((root) => !isFor(root)).map(rootKey));
  return {
    columns: shown,
    masks,
    hiddenSteps,
    through: [...new Set(through)].sort(),
    seen: [...new Set(seen)].sort(),
  };
}

/** Whether somebody with a role is below the one that a mask names; without a role, below every. */
export function isBelow(held: Role | null, role: MaskRole): boolean {
  return held === null || !atLeast(held, role.toUpperCase() as Role);
}
