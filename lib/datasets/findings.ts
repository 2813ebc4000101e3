import type { ColumnProfile, Finding, Profile } from "./profile";
import type { Step } from "./recipe";
import { splitColumn } from "./split-column";

type Facts = Pick<Profile, "rows" | "columns" | "target"> & {
  /**
   * Groups of columns that are straight-line copies of their first (|r| = 1 within 1e-9),
   * and of columns that order rows alike.
   */
  unitCopies: string[][];
  monotoneCopies: string[][];
};

const number = (value: number) => value.toLocaleString("en");

/** What is worth knowing about a dataset before anything is trained on it, the gravest first. */
export function findingsOf(facts: Facts): Finding[] {
  return [
    unitCopies(facts),
    identifiers(facts),
    repeatedEntity(facts),
    imbalance(facts),
    constants(facts),
    monotoneCopies(facts),
    missingCells(facts),
  ].filter((finding) => finding !== null);
}

/** Columns that name a row rather than describe it. */
export function identifierColumns({ rows, columns }: Pick<Facts, "rows" | "columns">): ColumnProfile[] {
  return columns.filter(({ name, type, distinct }) => {
    const named =
      /(^|[\s_-])(id|uuid|key|reference|name)([\s_-]|$)/i.test(name) || /[a-z](Id|ID)$/.test(name);
    const nearlyUnique = distinct > 0.5 * rows && (type === "text" || type === "integer");
    return (
      type !== "number" &&
      type !== "date" &&
      type !== "boolean" &&
      distinct > 1 &&
      ((named && distinct > 20) || (nearlyUnique && type === "text"))
    );
  });
}

function unitCopies({ unitCopies: groups }: Facts): Finding | null {
  const copies = groups.flatMap((group) => group.slice(1));
  if (copies.length === 0) return null;
  const detail = groups.map((group) => `${group[0]} ${group.length - 1}`).join(", ");
  return {
    kind: "unit-copy",
    title:
      `${copies.length} ${copies.length === 1 ? "column repeats" : "columns repeat"} ` +
      "another in other units",
    detail,
    columns: copies,
    fix: { label: `Drop ${copies.length}`, steps: [{ kind: "drop", columns: copies }] },
  };
}

function monotoneCopies({ monotoneCopies: groups }: Facts): Finding | null {
  const copies = groups.flatMap((group) => group.slice(1));
  if (copies.length === 0) return null;
  return {
    kind: "monotone-copy",
    title: `${copies.join(", ")} ${copies.length === 1 ? "repeats" : "repeat"} the order of another column`,
    detail: groups.map((group) => group.join(" = ")).join("; "),
    columns: copies,
    fix: { label: `Drop ${copies.length}`, steps: [{ kind: "drop", columns: copies }] },
  };
}

function identifiers(facts: Facts): Finding | null {
  const columns = identifierColumns(facts).map(({ name }) => name);
  if (columns.length === 0) return null;
  // The split by an entity needs its identifier: dropped before, only a split that leaks would be left.
  const split = entitySplit(facts);
  const drop: Step = { kind: "drop", columns };
  return {
    kind: "identifier",
    title: `${columns.length} ${columns.length === 1 ? "column identifies" : "columns identify"} the row`,
    detail: columns.join(", "),
    columns,
    fix: split
      ? { label: `Split, then drop ${columns.length}`, steps: [split, drop] }
      : { label: `Drop ${columns.length}`, steps: [drop] },
  };
}

/** The identifier of what rows are about, where several rows are about the same. */
function entityOf(facts: Facts): ColumnProfile | undefined {
  const { rows } = facts;
  return identifierColumns(facts)
    .filter(({ distinct }) => distinct > rows * 0.2 && distinct < rows)
    .sort((a, b) => b.distinct - a.distinct)[0];
}

/**
 * The split that keeps all rows of an entity on one side; null where there is no entity, or a split already.
 */
function entitySplit(facts: Facts): Step | null {
  const entity = entityOf(facts);
  if (!entity || isSplit(facts)) return null;
  const stratify = facts.target ? { stratify: facts.target.name } : {};
  return { kind: "split", how: "grouped", group: entity.name, test: 0.1, seed: 42, ...stratify };
}

function isSplit({ columns }: Facts): boolean {
  return columns.some(({ name }) => name === splitColumn);
}

function repeatedEntity(facts: Facts): Finding | null {
  const entity = entityOf(facts);
  if (!entity) return null;
  const repeats = facts.rows - entity.distinct - entity.missing;
  const split = entitySplit(facts);
  return {
    kind: "repeated-entity",
    title: `${number(repeats)} ${repeats === 1 ? "row repeats" : "rows repeat"} another’s ${entity.name}`,
    detail: `${number(entity.distinct)} distinct in ${entity.name}; a random split leaks`,
    columns: [entity.name],
    fix: split ? { label: `Split by ${entity.name}`, steps: [split] } : null,
  };
}

function imbalance(facts: Facts): Finding | null {
  const { rows, target } = facts;
  if (!target) return null;
  const minority = Math.min(target.share, 1 - target.share);
  if (minority >= 0.2) return null;
  const count = Math.round(target.share * rows);
  const random: Step = { kind: "split", how: "random", test: 0.1, seed: 42, stratify: target.name };
  return {
    kind: "imbalance",
    title: `Target is rare: ${(target.share * 100).toFixed(1)} % ${target.class}`,
    detail: `${number(count)} of ${number(rows)}; stratify, rank by F1 and recall`,
    columns: [target.name],
    fix: isSplit(facts) ? null : { label: "Stratify", steps: [entitySplit(facts) ?? random] },
  };
}

function constants({ columns }: Facts): Finding | null {
  const constant = columns.filter(({ distinct }) => distinct <= 1).map(({ name }) => name);
  if (constant.length === 0) return null;
  return {
    kind: "constant",
    title: `${constant.length} ${constant.length === 1 ? "column holds" : "columns hold"} one value`,
    detail: constant.join(", "),
    columns: constant,
    fix: { label: `Drop ${constant.length}`, steps: [{ kind: "drop", columns: constant }] },
  };
}

function missingCells({ rows, columns }: Facts): Finding | null {
  const holes = columns.filter(({ missing }) => missing > 0);
  if (holes.length === 0) return null;
  const worst = holes.reduce((a, b) => (b.missing > a.missing ? b : a));
  return {
    kind: "missing",
    title: `${holes.length} ${holes.length === 1 ? "column has" : "columns have"} missing cells`,
    detail: `most in ${worst.name}: ${number(worst.missing)} of ${number(rows)}`,
    columns: holes.map(({ name }) => name),
    fix: {
      label: "Drop those rows",
      steps: [{ kind: "missing", columns: holes.map(({ name }) => name), how: "drop" }],
    },
  };
}
