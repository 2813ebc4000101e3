import * as z from "zod";
import { changedEach, joinedBy, missingIn, valueIn } from "./ops";
import { AppError } from "@/lib/errors";
import { changeCells, columnsOfType, where, whereField } from "./cells";
import { numeric } from "./form";
import { finite, names } from "./schema";
import { stepKind } from "./step";

/** Makes numbers missing that cannot be right: those outside of a range, and codes such as -999. */
export const rangeToMissing = stepKind({
  schema: z.strictObject({
    kind: z.literal("range-to-missing"),
    columns: names,
    least: finite.optional(),
    most: finite.optional(),
    codes: z.array(finite).max(1_000),
    where,
  }),
  title: "Impossible numbers to missing",
  group: "Missing cells",
  form: [
    { key: "columns", label: "Columns", as: "columns", types: numeric },
    { key: "least", label: "Smallest possible", as: "number", step: 1, optional: true },
    { key: "most", label: "Largest possible", as: "number", step: 1, optional: true },
    { key: "codes", label: "Codes for missing", hint: "For instance -999, 9999", as: "numbers" },
    whereField,
  ],
  defaults: () => ({ columns: [], codes: [] }),
  onNewRows: "apply",
  sentence: ({ columns, least, most, codes }) => {
    const range =
      least === undefined && most === undefined ? [] : [`outside of ${least ?? "…"} to ${most ?? "…"}`];
    return `Make ${columns.join(", ")} missing ${[...range, ...codes.map(String)].join(", ")}`;
  },
  apply: (step, place) => {
    const { least, most, codes } = step;
    if (least === undefined && most === undefined && codes.length === 0)
      throw new AppError("INVALID", "Say which numbers are impossible: a smallest, a largest, or codes.");
    if (least !== undefined && most !== undefined && least > most)
      throw new AppError("INVALID", "The smallest possible number is above the largest.");
    const cells = columnsOfType(place.columns, step.columns, numeric).map((column) => {
      const conditions = [
        ...(least === undefined ? [] : [`${column.id} < ${least}::DOUBLE`]),
        ...(most === undefined ? [] : [`${column.id} > ${most}::DOUBLE`]),
        ...codes.map((code) => `${column.id} = ${code}::DOUBLE`),
      ];
      return { column, sql: `CASE WHEN ${conditions.join(" OR ")} THEN NULL ELSE ${column.id} END` };
    });
    return changeCells(place, cells, step);
  },
  ops: (step, { columns }) => {
    const bounds = [
      ...(step.least === undefined ? [] : [["<", step.least] as const]),
      ...(step.most === undefined ? [] : [[">", step.most] as const]),
      ...step.codes.map((code) => ["=", code] as const),
    ];
    const impossible = (ref: string) =>
      joinedBy(
        "or",
        bounds.map(([sign, bound]) => `${ref} ${sign} ${valueIn(bound, "number")}`),
      );
    return changedEach(
      columnsOfType(columns, step.columns, numeric),
      (ref) => `if(${impossible(ref)}, ${missingIn("number")}, ${ref})`,
      { where: step.where },
    );
  },
});
