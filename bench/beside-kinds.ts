import { randomBytes } from "node:crypto";
import type { agentOf } from "./agent";
import type { Call } from "./load";

export type Kind = { call: (client: number, i: number) => Call; check?: (body: Buffer) => boolean };
type Run = { run: { info: { run_id: string } } };
const api = "/api/2.0/mlflow";

/** Fills a server through its protocol; then each kind of request that is measured, its answer checked. */
export async function prepare({ json }: ReturnType<typeof agentOf>): Promise<Record<string, Kind>> {
  const create = async (experiment: string, i: number) =>
    (
      await json<Run>("POST", `${api}/runs/create`, {
        experiment_id: experiment,
        start_time: 1_700_000_000_000 + i,
      })
    ).run.info.run_id;
  const ids = await Promise.all(Array.from({ length: 8 }, (_, i) => create("0", i)));
  const { experiment_id: many } = await json<{ experiment_id: string }>("POST", `${api}/experiments/create`, {
    name: "many",
  });
  await inEight(1_000, async (i) => {
    const run = await create(many, i);
    const metrics = Array.from({ length: 20 }, (_, k) => ({
      key: `m${k}`,
      value: ((i * 7919 + k * 104_729) % 10_007) / 10_007,
      timestamp: 1_700_000_000_000,
      step: 0,
    }));
    const params = Array.from({ length: 20 }, (_, k) => ({
      key: `p${k}`,
      value: k === 7 ? String(i % 5 === 0 ? 8 : 7) : `value ${k} of a run that was trained some time ago`,
    }));
    await json("POST", `${api}/runs/log-batch`, { run_id: run, metrics, params });
  });
  const long = await create("0", 9);
  for (let i = 0; i < 100; i++)
    await json("POST", `${api}/runs/log-batch`, {
      run_id: long,
      metrics: Array.from({ length: 1_000 }, (_, k) => ({
        key: "loss",
        value: Math.random(),
        timestamp: 1_700_000_000_000 + i * 1_000 + k,
        step: i * 1_000 + k,
      })),
    });

  const search = (more: object) => ({
    experiment_ids: [many],
    filter: "metrics.m3 > 0.25 and params.p7 = '7'",
    order_by: ["metrics.m1 DESC"],
    max_results: 50,
    ...more,
  });
  const pages: string[] = [];
  const found: string[] = [];
  for (let at: string | undefined; pages.length < 10;) {
    const page = await json<{ runs: Run["run"][]; next_page_token: string }>(
      "POST",
      `${api}/runs/search`,
      search(at ? { page_token: at } : {}),
    );
    pages.push((at = page.next_page_token));
    found.push(...page.runs.map(({ info }) => info.run_id));
  }
  return kindsOf({ ids, found, long, deep: pages.slice(5, 9), search });
}

function kindsOf({
  ids,
  found,
  long,
  deep,
  search,
}: {
  ids: string[];
  found: string[];
  long: string;
  deep: string[];
  search: (more: object) => object;
}): Record<string, Kind> {
  const post = (where: string, body: object): Call => ({
    method: "POST",
    path: `${api}/${where}`,
    body: JSON.stringify(body),
  });
  const file = randomBytes(10_000_000);
  let step = 0;
  return {
    "log-metric": {
      call: (client) =>
        post("runs/log-metric", {
          run_id: ids[client],
          key: "loss",
          value: Math.random(),
          timestamp: Date.now(),
          step: step++,
        }),
    },
    "create-run": {
      call: () =>
        post("runs/create", {
          experiment_id: "0",
          start_time: Date.now(),
          tags: [
            { key: "mlflow.user", value: "me" },
            { key: "mlflow.source.name", value: "train.py" },
          ],
        }),
      check: (body) => body.includes("run_id"),
    },
    "get-run": {
      call: (client, i) => ({
        method: "GET",
        path: `${api}/runs/get?run_id=${found[(client * 13 + i) % found.length]}`,
      }),
      check: (body) => body.includes("m19"),
    },
    "deep filtered page": {
      call: (client, i) => post("runs/search", search({ page_token: deep[(client + i) % deep.length] })),
      check: (body) => body.toString("latin1").split('"artifact_uri"').length === 51,
    },
    "log-batch of 100 params": {
      call: (client) => {
        const at = step++;
        const params = Array.from({ length: 100 }, (_, k) => ({ key: `p${at}_${k}`, value: `value ${k}` }));
        return post("runs/log-batch", { run_id: ids[client], params });
      },
    },
    "sampled history of 100,000": {
      call: () => ({
        method: "GET",
        path: `/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval?run_ids=${long}&metric_key=loss`,
      }),
      check: (body) => body.toString("latin1").split('"step"').length > 300,
    },
    "put 10 MB, synced": {
      call: (client) => {
        file.writeUInt32LE(step++); // no two files alike
        return {
          method: "PUT",
          path: `/api/2.0/mlflow-artifacts/artifacts/0/${ids[client]}/artifacts/${step % 10}.bin`,
          body: Buffer.from(file),
          type: "application/octet-stream",
        };
      },
    },
  };
}

async function inEight(count: number, work: (i: number) => Promise<void>): Promise<void> {
  let next = 0;
  const one = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: 8 }, one));
}
