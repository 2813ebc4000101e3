import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { limits } from "@/lib/limits";
import { isoMicros } from "./calendar";
import type { Value } from "./function";

/** A value as text: whole numbers without a point, others with as few digits as tell them apart. */
export function textOf(value: NonNullable<Value>): string {
  if (typeof value === "bigint") return isoMicros(value);
  return typeof value === "number" ? numberText(value) : String(value);
}

/** As DuckDB and Python write a double: with an exponent from 1e16 on and below 1e-4. */
function numberText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value + 0 === 0 ? 0 : value);
  const [digits, exponent] = value.toExponential().split("e") as [string, string];
  const power = Number(exponent);
  if (power >= -4 && power < 16) {
    const plain = power < 0 ? value.toFixed(Math.min(100, digits.replace("-", "").length - 2 - power)) : null;
    const shown = power < 0 && !digits.includes(".") ? value.toFixed(-power) : (plain ?? String(value));
    return shown.includes(".") ? shown : `${shown}.0`;
  }
  return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}

const decimal = /^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/;

/** A decimal number in text, or null: also for whole numbers of more than 15 digits, which doubles round. */
export function numberIn(text: string): number | null {
  return decimal.test(text) && !/^[-+]?[0-9]{16,}$/.test(text) ? Number(text) : null;
}

/** Text as it is, unless it has grown too long. @throws {AppError} TOO_LARGE */
export function bounded(text: string, length = text.length): string {
  if (length > limits.formulaText)
    throw new AppError(
      "TOO_LARGE",
      `A formula made a text of more than ${integer(limits.formulaText)} characters.`,
    );
  return text;
}
