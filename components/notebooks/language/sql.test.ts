import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";
import type { Datasets } from "./cell-text";
import { completeSql, hoverSql, quotedName } from "./sql";
import { sqlFunctions, sqlReserved } from "./sql-words";

const datasets: Datasets = {
  references: ["neo", "neo@v2", "it's"],
  schemas: [
    {
      reference: "neo",
      number: 2,
      columns: [
        { name: "h", type: "number" },
        { name: "diameter (km)", type: "number" },
        { name: "order", type: "text" },
      ],
    },
    { reference: "orbits", number: 1, columns: [{ name: "e", type: "number" }] },
  ],
};

/** What is offered at `|`, as it would stand in the query. */
function offered(marked: string) {
  const at = marked.indexOf("|");
  const source = marked.replace("|", "");
  return completeSql(source, at, datasets).map((one) => {
    const { start, length } = one.span!;
    return {
      ...one,
      whole: source.slice(0, start) + (one.insert ?? one.name) + source.slice(start + length),
    };
  });
}
const names = (marked: string) => offered(marked).map(({ name }) => name);
const put = (marked: string, name: string) => offered(marked).find((one) => one.name === name)?.whole;

test("tables are offered where a query reads one, and within the quotes of `dataset`", () => {
  expect(put("select * from |", "dataset('neo')")).toBe("select * from dataset('neo')");
  expect(put("select * from neo|", "dataset('neo@v2')")).toBe("select * from dataset('neo@v2')");
  expect(put("select * from |", "dataset('it''s')")).toBe("select * from dataset('it''s')");
  expect(names("select * from dataset('|')")).toEqual(["neo", "neo@v2", "it's"]);
  expect(put("select * from dataset('n|') n", "neo@v2")).toBe("select * from dataset('neo@v2') n");
  expect(put("select * from dataset('|", "it's")).toBe("select * from dataset('it''s");
});

test("columns of what the query reads are offered, in quotes where they need them", () => {
  const from = "from dataset('neo') n join dataset('orbits') as \"o 1\" on true";
  expect(names(`select | ${from}`)).toEqual(
    expect.arrayContaining(["h", "diameter (km)", "order", "e", "n", "o 1"]),
  );
  expect(names(`select n.| ${from}`)).toEqual(["h", "diameter (km)", "order"]);
  expect(names(`select "o 1".| ${from}`)).toEqual(["e"]);
  expect(names(`select x.| ${from}`)).toEqual([]);
  expect(put(`select n.di| ${from}`, "diameter (km)")).toBe(`select n."diameter (km)" ${from}`);
  expect(put(`select "dia|" ${from}`, "diameter (km)")).toBe(`select "diameter (km)" ${from}`);
  expect(put(`select n."dia|" ${from}`, "h")).toBe(`select n.h ${from}`);
  expect(put(`select ord| ${from}`, "order")).toBe(`select "order" ${from}`);
  expect(offered(`select | ${from}`).find(({ name }) => name === "h")?.detail).toBe("number, neo");
});

test("functions and keywords are offered, and nothing in texts and comments", () => {
  expect(names("select med|")).toEqual(expect.arrayContaining(["median", "select", "group by"]));
  for (const silent of ["select 'it''s |'", "-- from |", "/* from | */ select 1", "select 'abc|"])
    expect(names(silent)).toEqual([]);
  expect(names("select 'a' |")).toContain("from");
});

test("a column under the pointer says what it holds, and of which dataset", () => {
  const source = "select n.H, \"diameter (km)\", 'h', e from dataset('neo') n -- h";
  const at = (text: string) => hoverSql(source, source.indexOf(text) + 1, datasets);
  expect(at("H, ")).toMatchObject({ start: 9, length: 1, type: "h: number", doc: "Column of neo" });
  expect(at('"diameter')?.type).toBe("diameter (km): number");
  expect(at("e from")).toBeNull();
  expect(at("h', e")).toBeNull();
  expect(at("-- h")).toBeNull();
});

test("the engine knows every function and reserves every word that is listed", async () => {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const all = async (query: string) =>
    new Set((await connection.runAndReadAll(query)).getRows().map(([name]) => String(name)));
  const functions = await all("select function_name from duckdb_functions()");
  expect(sqlFunctions.filter((name) => !functions.has(name))).toEqual([]);
  const reserved = "keyword_category in ('reserved', 'type_function')";
  const words = await all(`select keyword_name from duckdb_keywords() where ${reserved}`);
  expect([...sqlReserved].sort()).toEqual([...words].sort());
  for (const name of ["order", "Größe", "a b", 'a"b', "1a", "_a1", "H"])
    await connection.run(`select 1 as ${quotedName(name)} order by ${quotedName(name)}`);
});
