import { expect, test } from "vitest";
import { directOf } from "@/lib/db/direct";
import { sampledHistory } from "@/lib/runs/history";
import { freshDb, onBothDatabases } from "../fresh-db";

type Point = [step: number, time: number, value: number];

onBothDatabases("a long series", (provider) => {
  test("is thinned evenly by step, or by place where steps are uneven, with both its ends", async () => {
    const sql = directOf(await freshDb(provider));
    const keep = (keyId: number, points: Point[]) =>
      sql.transaction((tx) =>
        tx.insertNew("MetricPoint", {
          runId: { type: "int", values: points.map(() => 1) },
          keyId: { type: "int", values: points.map(() => keyId) },
          step: { type: "bigint", values: points.map(([step]) => step) },
          time: { type: "bigint", values: points.map(([, time]) => time) },
          value: { type: "float8", values: points.map(([, , value]) => value) },
          nan: { type: "int", values: points.map(() => 0) },
        }),
      );
    const sampled = (keyId: number, most: number) => sampledHistory(sql, { runId: 1, keyId }, { most });
    const even = Array.from({ length: 2_000 }, (_, i): Point => [i, 5 * i, i === 1_999 ? Infinity : i / 3]);
    await keep(1, even);
    await keep(2, [...even.slice(0, -1), [1e9, 0, 1]]);
    await keep(
      3,
      even.map(([step, time, value]): Point => [7, time, step === 0 ? -Infinity : value]),
    );

    const byStep = await sampled(1, 101);
    expect(byStep).toHaveLength(101);
    expect(byStep[0]).toEqual({ step: 0, time: 0, value: 0 });
    expect(byStep.at(-1)).toEqual({ step: 1_999, time: 9_995, value: Infinity });
    const gaps = byStep.slice(1).map(({ step }, i) => step - byStep[i]!.step);
    expect([Math.min(...gaps), Math.max(...gaps)]).toEqual([19, 20]);

    const uneven = await sampled(2, 100);
    expect(uneven.length).toBeGreaterThan(90);
    expect([uneven[0]!.step, uneven.at(-1)!.step]).toEqual([0, 1e9]);
    const byTime = await sampled(3, 100);
    expect(byTime.length).toBeGreaterThan(90);
    expect([byTime[0]!.value, byTime.at(-1)!.value]).toEqual([-Infinity, Infinity]);
    expect(await sampled(1, 2_000)).toHaveLength(2_000);
    expect(await sampled(1, 1)).toEqual([{ step: 1_999, time: 9_995, value: Infinity }]);
  });
});
