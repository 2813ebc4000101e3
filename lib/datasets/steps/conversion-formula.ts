import type { ColumnSchema, ColumnType } from "@/lib/frame/frame";
import { columnText } from "../formula-tokens";

const isDate = String.raw`^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?Z?)?$`;
const dates = ["YYYY-MM-DD", "YYYY-MM-DD HH:mm", "YYYY-MM-DD HH:mm:ss", "YYYY-MM-DD HH:mm:ss.f"];

/** A cell as another type, or missing where that type cannot hold it exactly, as `conversionSql` has it. */
export function conversionFormula({ name, type: before }: ColumnSchema, after: ColumnType): string {
  const cell = columnText(name);
  const trimmed = `trim(${cell})`;
  const spaced = `trim(replace_pattern(${trimmed}, '[TZ]', ' '))`;
  const whole = `${cell} = floor(${cell}) and abs(${cell}) <= ${Number.MAX_SAFE_INTEGER}`;
  const ways: Partial<Record<`${ColumnType} to ${ColumnType}`, string>> = {
    "text to integer": String.raw`case(matches(${trimmed}, '^[-+]?\d{1,15}$'), number(${cell}))`,
    "text to number": `number(${cell})`,
    "text to boolean": `case(lower(${trimmed}) in ('true', 't', 'yes', 'y', '1'), true(),
      lower(${trimmed}) in ('false', 'f', 'no', 'n', '0'), false())`,
    "text to date": `case(matches(${trimmed}, '${isDate}'),
      coalesce(${dates.map((format) => `date(${spaced}, '${format}')`).join(", ")}))`,
    "number to integer": `case(${whole}, ${cell})`,
    "number to boolean": `case(${cell} = 1, true(), ${cell} = 0, false())`,
    "integer to boolean": `case(${cell} = 1, true(), ${cell} = 0, false())`,
    "boolean to integer": `case(${cell}, 1, not ${cell}, 0)`,
    "boolean to number": `case(${cell}, 1, not ${cell}, 0)`,
    // Whole numbers of 16 digits are written with a point as numbers, and without one as integers.
    "integer to text": String.raw`replace_pattern(text(${cell}), '\.0$', '')`,
  };
  if (before === after) return cell;
  return ways[`${before} to ${after}`] ?? (after === "text" ? `text(${cell})` : cell);
}
