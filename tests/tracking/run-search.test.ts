import * as fc from "fast-check";
import { expect, test } from "vitest";
import { onBothDatabases } from "../fresh-db";
import { api, begin, refused } from "./neo-project";

onBothDatabases("the tracking protocol", (provider) => {
  test("pages through runs, losing and repeating none, however they are sorted and filtered", async () => {
    const { admin, create } = await begin(provider);
    const values = [3, 1, NaN, 3, null, 2, Infinity, 1, null, -Infinity, NaN, 3];
    for (const [i, value] of values.entries()) {
      const run_id = await create({ start_time: 1_000 + (i % 3), run_name: `r${i}` });
      await admin("POST", `${api}/runs/log-batch`, {
        run_id,
        metrics: value === null ? [] : [{ key: "m", value: String(value), timestamp: 1, step: 0 }],
        params: i % 4 === 0 ? [] : [{ key: "p", value: `v${i % 5}` }],
      });
    }
    const page = async (body: object) =>
      (
        await admin<{ runs?: { info: { run_name: string } }[]; next_page_token?: string }>(
          "POST",
          `${api}/runs/search`,
          { experiment_ids: ["0"], ...body },
        )
      ).body;
    const param = (i: number) => (i % 4 === 0 ? null : `v${i % 5}`);
    const filters: [string, (i: number) => boolean][] = [
      ["", () => true],
      ["metrics.m > 1", (i) => values[i]! > 1],
      ["metrics.m != 3", (i) => values[i] !== null && values[i] !== 3],
      ["params.p != 'v1'", (i) => param(i) !== null && param(i) !== "v1"],
      [
        "params.p IS NULL AND metrics.m <= 3",
        (i) => param(i) === null && values[i] !== null && values[i]! <= 3,
      ],
      ["start_time > 1000 AND tags.`mlflow.runName` != 'r1'", (i) => i % 3 > 0 && i !== 1],
    ];
    for (const order_by of [
      [],
      ["metrics.m DESC"],
      ["metrics.m ASC"],
      ["metrics.m DESC", "params.p"],
      ["params.p ASC", "metrics.m DESC"],
      ["tags.`mlflow.runName` DESC"],
      ["start_time ASC"],
      ["end_time DESC"],
    ]) {
      for (const [filter, fits] of filters) {
        const all = (await page({ order_by, filter })).runs?.map(({ info }) => info.run_name) ?? [];
        expect([...all].sort(), `${filter} by ${order_by.join()}`).toEqual(
          values.flatMap((_, i) => (fits(i) ? [`r${i}`] : [])).sort(),
        );
        for (const max_results of [1, 5]) {
          const found: string[] = [];
          for (let token: string | undefined, more = true; more; more = token !== undefined) {
            const part = await page({
              order_by,
              filter,
              max_results,
              ...(token ? { page_token: token } : {}),
            });
            found.push(...part.runs!.map(({ info }) => info.run_name));
            token = part.next_page_token;
          }
          expect(found, `${filter} by ${order_by.join()}, ${max_results} a page`).toEqual(all);
        }
      }
    }
    const sorted = (await page({ order_by: ["metrics.m DESC"] })).runs!.map(
      ({ info }) => values[Number(info.run_name.slice(1))]!,
    );
    expect(sorted).toEqual([Infinity, 3, 3, 3, 2, 1, 1, -Infinity, NaN, NaN, null, null]);
    expect(
      (
        await refused(admin, "POST", "runs/search", {
          experiment_ids: ["0"],
          order_by: ["metrics.m", "metrics.m DESC"],
        })
      )[0],
    ).toBe(400);
    expect(
      (await refused(admin, "POST", "runs/search", { experiment_ids: ["0"], page_token: "bm90aGluZw==" }))[0],
    ).toBe(400);
  });

  test(
    "refuses ten thousand broken filters, each within 50 ms and none with a 500",
    { timeout: 120_000 },
    async () => {
      const { admin, create } = await begin(provider);
      await admin("POST", `${api}/runs/log-batch`, {
        run_id: await create(),
        metrics: [{ key: "m", value: 1, timestamp: 1, step: 1 }],
      });
      const word = fc.constantFrom(
        "metrics.m",
        "params.p",
        "tags.`a b`",
        'tags."x"',
        "attributes.status",
        "start_time",
        "=",
        "!=",
        "<",
        ">=",
        "LIKE",
        "ILIKE",
        "IN",
        "NOT IN",
        "IS NULL",
        "AND",
        "OR",
        "NOT",
        "(",
        ")",
        ",",
        "'x'",
        '"y"',
        "`",
        "'",
        '"',
        "1",
        "-1e9",
        "1e999",
        "0x1",
        ";",
        "--",
        "/*",
        "%",
        "\\",
        "\u0000",
        "\ud800",
        "🌒",
        "dataset.name",
        "run_id",
        "' OR 1=1",
        "null",
        ".",
        "metrics.",
        "é",
      );
      const filters = fc.sample(
        fc.oneof(
          { weight: 4, arbitrary: fc.array(word, { maxLength: 12 }).map((words) => words.join(" ")) },
          fc.string({ maxLength: 300 }),
          fc.constant("(".repeat(5_000)),
          fc.constant("metrics.m > 1 AND ".repeat(800)),
        ),
        { numRuns: 10_000, seed: 7 },
      );
      let slowest = 0;
      const wrong: string[] = [];
      const ask = async (filter: string) => {
        const started = performance.now();
        const { status, text } = await admin("POST", `${api}/runs/search`, { experiment_ids: ["0"], filter });
        return { status, text, took: performance.now() - started };
      };
      for (const filter of filters) {
        const { status, text, took } = await ask(filter);
        if (status !== 200 && status !== 400)
          wrong.push(`${status} ${JSON.stringify(filter)} ${text.slice(0, 200)}`);
        if (status !== 400) continue;
        // A machine that was busy with something else is slow once;
        // a filter that is slow to refuse is slow each time.
        let least = took;
        for (let again = 0; again < 20 && least >= 50; again++)
          least = Math.min(least, (await ask(filter)).took);
        slowest = Math.max(slowest, least);
      }
      expect(wrong).toEqual([]);
      expect(slowest).toBeLessThan(50);
    },
  );
});
