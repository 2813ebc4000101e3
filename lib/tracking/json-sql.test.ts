import { expect, test } from "vitest";
import { directOf } from "@/lib/db/direct";
import { freshDb, onBothDatabases } from "@/tests/fresh-db";
import { jsonSql } from "./json-sql";

/** Doubles of every size, from a generator that starts the same each time. */
function doubles(count: number): number[] {
  const bytes = new DataView(new ArrayBuffer(8));
  let state = 12_345;
  const next = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0);
  const ofBits = (mask: number) => {
    bytes.setUint32(0, (next() & mask) >>> 0);
    bytes.setUint32(4, next());
    return bytes.getFloat64(0);
  };
  return Array.from({ length: count }, (_, i) => {
    if (i % 4 === 0) return ofBits(0x800f_ffff); // subnormal
    if (i % 4 === 1) return next() / 2 ** 32;
    if (i % 4 === 2) return Math.round(next() / 100) / 1_000;
    const any = ofBits(0xffff_ffff);
    return Number.isFinite(any) ? any : 5e-324;
  });
}

onBothDatabases("a document that a database makes", (provider) => {
  test("holds every double to its last bit, the smallest and the largest too", async () => {
    const sql = directOf(await freshDb(provider));
    const edges = [5e-324, -5e-324, 2.225e-308, 1.7976931348623157e308, -1.7976931348623157e308, 0.1, 1 / 3];
    const values = [...edges, ...doubles(100_000)];
    const same = (value: number) => Array<number>(values.length).fill(value);
    const steps = values.map((_, step) => step);
    await sql.insert(
      "MetricPoint",
      {
        runId: { type: "int4", values: same(1) },
        keyId: { type: "int4", values: same(1) },
        step: { type: "int8", values: steps },
        time: { type: "int8", values: same(1) },
        value: { type: "float8", values },
        nan: { type: "int4", values: same(0) },
      },
      "",
    );
    const made = jsonSql(provider).list(
      { metric: "f" },
      `FROM (SELECT * FROM "MetricPoint" ORDER BY "step") f`,
    );
    const [row] = await sql.all<{ list: string }>(`SELECT ${made} AS "list"`);
    const read = JSON.parse(row!.list) as number[];
    expect(read).toHaveLength(values.length);
    expect(values.filter((value, i) => read[i] !== value)).toEqual([]);
    if (provider === "sqlite") {
      const points = await sql.all<{ point: string }>(
        `SELECT json_array("step", "value") AS "point" FROM "MetricPoint" ORDER BY "step"`,
      );
      const wrong = points.filter(({ point }, i) => (JSON.parse(point) as number[])[1] !== values[i]);
      expect(wrong).toEqual([]);
    }
  });
});
