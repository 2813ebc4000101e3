import { AppError } from "@/lib/errors";

/** One condition on runs, such as `metrics.f1 > 0.5`, `params.k < 10`, `data = v3` or `status = FINISHED`. */
export type Condition =
  | { on: "metric"; key: string; split: string; sign: Sign; value: number }
  | { on: "param"; key: string; sign: Sign; value: number | string }
  | { on: "status" | "name" | "data"; sign: "=" | "!="; value: string };
export type Sign = "=" | "!=" | "<" | "<=" | ">" | ">=";

const pattern =
  /^\s*(?:(metrics|params)\.(?:"([^"]+)"|`([^`]+)`|([\w/. -]+?))|(status|name|data))\s*(<=|>=|!=|<|>|=)\s*(?:'([^']*)'|"([^"]*)"|(\S.*?))\s*$/;

/**
 * Reads the filter of the runs table: conditions joined by `and`. A metric without a split is the one
 * measured on the test rows; `metrics.train/f1` names another.
 *
 * @throws {AppError} INVALID with the part that cannot be read
 */
export function parseFilter(text: string): Condition[] {
  return text
    .split(/\s+and\s+/i)
    .filter((part) => part.trim())
    .map(condition);
}

function condition(part: string): Condition {
  const match = part.match(pattern);
  if (!match)
    throw new AppError(
      "INVALID",
      `"${part.trim()}" is no condition. Write for instance metrics.f1 > 0.5, params.k < 10, status = FINISHED or data = v3.`,
    );
  const [, entity, quoted, ticked, bare, field, sign, single, double, plain] = match;
  const value = single ?? double ?? plain!;
  if (field) {
    if (sign !== "=" && sign !== "!=")
      throw new AppError("INVALID", `${field} can be compared with = and != only.`);
    return { on: field as "status" | "name" | "data", sign, value };
  }
  const key = quoted ?? ticked ?? bare!;
  if (entity === "params")
    return {
      on: "param",
      key,
      sign: sign as Sign,
      value:
        single === undefined && double === undefined && Number.isFinite(Number(value))
          ? Number(value)
          : value,
    };
  if (!Number.isFinite(Number(value)))
    throw new AppError("INVALID", `metrics.${key} is a number; "${value}" is not.`);
  const [split, name] = key.includes("/") ? (key.split("/", 2) as [string, string]) : ["test", key];
  return { on: "metric", key: name, split, sign: sign as Sign, value: Number(value) };
}
