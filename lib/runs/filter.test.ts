import { describe, expect, test } from "vitest";
import { FilterError } from "./filter-error";
import { parseFilter } from "./filter";
import { readTypedFilter, runGrammar } from "./run-grammar";

const short = (text: string) =>
  readTypedFilter(text).map(({ kind, key, operator, value }) => [kind, key, operator, value]);

function faultOf(text: string): { at: number; message: string } {
  try {
    readTypedFilter(text);
  } catch (thrown) {
    if (thrown instanceof FilterError) return { at: thrown.at, message: thrown.message };
  }
  throw new Error(`${text} was read`);
}

describe("a filter as people type it", () => {
  test("is MLflow's language whole", () => {
    expect(
      short("metrics.`val loss` < 1e-3 AND params.lr = '0.01' and tags.team LIKE 'or%' and tags.x IS NULL"),
    ).toEqual([
      ["metric", "val loss", "<", 0.001],
      ["param", "lr", "=", "0.01"],
      ["tag", "team", "LIKE", "or%"],
      ["tag", "x", "IS NULL", null],
    ]);
    expect(short("attributes.run_id IN ('a', 'b') and dataset.name ILIKE '%neo%'")).toEqual([
      ["attribute", "run_id", "IN", ["a", "b"]],
      ["dataset", "name", "ILIKE", "%neo%"],
    ]);
  });

  test("knows words of our own, and a name alone is a metric", () => {
    expect(short("status = finished and name = sweep and f1 > .5 and data = v3")).toEqual([
      ["attribute", "status", "=", "FINISHED"],
      ["attribute", "run_name", "=", "sweep"],
      ["metric", "f1", ">", 0.5],
      ["attribute", "data_version", "=", "v3"],
    ]);
    expect(short("data IN ('neo@v3', 'neo@v4')")).toEqual([
      ["attribute", "data", "IN", ["neo@v3", "neo@v4"]],
    ]);
    expect(short("metrics.system/cpu_usage > 1 and params.k < 10 and params.opt = adam")).toEqual([
      ["metric", "system/cpu_usage", ">", 1],
      ["param", "k", "<", 10],
      ["param", "opt", "=", "adam"],
    ]);
  });

  test("keeps what stands in quotes together, and says where each condition stands", () => {
    const text = "tags.a = 'x and y or z'  and status = failed";
    expect(readTypedFilter(text).map(({ at, end }) => text.slice(at, end))).toEqual([
      "tags.a = 'x and y or z'",
      "status = failed",
    ]);
  });

  test("says at which place it cannot be read", () => {
    expect(faultOf("f1 > 0.5 or f2 > 1")).toMatchObject({ at: 9, message: expect.stringContaining("no OR") });
    expect(faultOf("metrics.f1 > high")).toMatchObject({ at: 13 });
    expect(faultOf("metrics.f1 LIKE 'x'")).toMatchObject({ at: 11 });
    expect(faultOf("status = 'a' and metrics.f1 >")).toMatchObject({ at: 29 });
    expect(faultOf("dataset.colour = 'red'")).toMatchObject({ at: 8 });
    expect(faultOf("data = latest").message).toContain("Column 1");
  });
});

test("a client's filter is read as MLflow reads it: no name alone, no value without quotes", () => {
  for (const text of ["f1 > 1", "params.k < 3", "status = FINISHED", "metrics.a/b > 1"])
    expect(() => parseFilter(text, runGrammar), text).toThrow(FilterError);
});
