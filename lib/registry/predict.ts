import { AppError } from "@/lib/errors";
import { textColumn, type Column, type Frame } from "@/lib/frame/frame";
import { encodeFrame, type Encoder } from "@/lib/ml/encode";
import { predict, type Model } from "@/lib/ml/model";
import type { Signature } from "./mlflow-model";

export type Row = Record<string, number | string | boolean | null>;
export type Answer = { label: string; probabilities: Record<string, number> };

/**
 * Answers rows given as objects.
 *
 * @throws {AppError} INVALID naming the row and the column when one is unknown, lacking or of the wrong type
 */
export function answerRows(model: Model, signature: Signature, rows: readonly Row[]): Answer[] {
  rows.forEach((row, i) => requireInputs(row, i, signature, model.target));
  const frame: Frame = {
    rows: rows.length,
    columns: model.encoders.map((encoder) => inputColumn(encoder, rows)),
  };
  const { classes, values } = predict(model, encodeFrame(frame, model.encoders));
  return rows.map((_, i) => {
    const shares = Array.from(values.subarray(i * classes, (i + 1) * classes));
    if (shares.some(Number.isNaN))
      throw new AppError("INVALID", `Row ${i + 1}: its numbers are too large for this model.`);
    const label = model.classes[shares.indexOf(Math.max(...shares))]!;
    return { label, probabilities: Object.fromEntries(model.classes.map((name, c) => [name, shares[c]!])) };
  });
}

function requireInputs(row: Row, at: number, { inputs }: Signature, target: string): void {
  const unknown = Object.keys(row).find(
    (name) => name !== target && !inputs.some((input) => input.name === name),
  );
  if (unknown) throw new AppError("INVALID", `Row ${at + 1}: the model has no input ${unknown}.`);
  const lacking = inputs
    .filter(
      ({ name, required }) => required && (row[name] === undefined || row[name] === null || row[name] === ""),
    )
    .map(({ name }) => name);
  const more = lacking.length > 5 ? ` and ${lacking.length - 5} more` : "";
  if (lacking.length > 0)
    throw new AppError("INVALID", `Row ${at + 1}: the model needs ${lacking.slice(0, 5).join(", ")}${more}.`);
}

function inputColumn({ column: name, kind }: Encoder, rows: readonly Row[]): Column {
  if (kind === "category")
    return textColumn(
      name,
      rows.map((row) => (row[name] === null || row[name] === undefined ? null : String(row[name]))),
      rows.length,
    );
  return {
    name,
    type: "number",
    values: Float64Array.from(rows, (row, i) => numberOf(row[name], kind, name, i)),
  };
}

function numberOf(
  cell: Row[string] | undefined,
  kind: Exclude<Encoder["kind"], "category">,
  name: string,
  row: number,
): number {
  if (cell === null || cell === undefined || cell === "") return NaN;
  if (typeof cell === "boolean") return cell ? 1 : 0;
  if (kind === "boolean" && typeof cell === "string" && /^(true|false)$/i.test(cell))
    return cell.toLowerCase() === "true" ? 1 : 0;
  const value =
    kind === "date" && typeof cell === "string" && Number.isNaN(Number(cell))
      ? Date.parse(cell)
      : Number(cell);
  if (Number.isNaN(value))
    throw new AppError("INVALID", `Row ${row + 1}: ${name} should be a number, found "${cell}".`);
  return value;
}
