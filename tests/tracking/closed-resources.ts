import { projectIn, startInstance, type Client } from "../instance";

export const api = "/mlflow/neo/api/2.0/mlflow";
type Run = { run: { info: { run_id: string } } };

/** A project with an experiment and a model that somebody may not see, beside ones that they may. */
export async function begin(provider: "sqlite" | "postgresql") {
  const instance = await startInstance(provider);
  const { admin } = instance;
  await projectIn(instance);
  const uid: Record<string, string> = {};
  for (const [name, experiment_id] of [
    ["open", "1"],
    ["closed", "2"],
  ] as const) {
    await admin("POST", `${api}/experiments/create`, { name });
    uid[name] = (
      await admin<Run>("POST", `${api}/runs/create`, { experiment_id, run_name: `run-${name}` })
    ).body.run.info.run_id;
    await admin("POST", `${api}/runs/log-batch`, {
      run_id: uid[name],
      metrics: [{ key: "m", value: 1, timestamp: 1, step: 1 }],
      params: [{ key: "p", value: "1" }],
    });
    await admin("POST", `${api}/registered-models/create`, { name: `model-${name}` });
    await admin("POST", `${api}/model-versions/create`, {
      name: `model-${name}`,
      source: `runs:/${uid[name]}/model`,
      run_id: uid[name],
    });
  }
  return { ...instance, uid: uid as { open: string; closed: string } };
}

/** Everything that the protocol and the API answer about one experiment, its run and its model. */
export const readings = (run: string, name: "open" | "closed") => [
  `${api}/experiments/get?experiment_id=${name === "open" ? 1 : 2}`,
  `${api}/experiments/get-by-name?experiment_name=${name}`,
  `${api}/runs/get?run_id=${run}`,
  `${api}/metrics/get-history?run_id=${run}&metric_key=m`,
  `${api}/metrics/get-history-bulk?run_id=${run}&metric_key=m`,
  `${api}/metrics/get-history-bulk-interval?run_ids=${run}&metric_key=m`,
  `${api}/artifacts/list?run_id=${run}`,
  `${api}/registered-models/get?name=model-${name}`,
  `${api}/model-versions/get?name=model-${name}&version=1`,
  `${api}/model-versions/get-download-uri?name=model-${name}&version=1`,
  `/api/projects/neo/runs/${run}`,
  `/api/projects/neo/runs?experiment=${name}`,
  `/api/projects/neo/runs/${run}/series?metric=m&pixels=100`,
  `/api/projects/neo/models/model-${name}`,
];

/** Whether each list of the protocol and the API names what is open, and what is closed. */
export const listings = async (client: Client) => {
  const search = await Promise.all([
    client("POST", `${api}/runs/search`, { experiment_ids: ["1", "2"] }),
    client("POST", `${api}/experiments/search`, { max_results: 100 }),
    client("GET", `${api}/registered-models/search`),
    client("GET", `${api}/model-versions/search`),
    client("GET", "/api/projects/neo/runs"),
    client("GET", "/api/projects/neo/experiments"),
    client("GET", "/api/projects/neo/models"),
  ]);
  return search.map(({ status, text }) => ({
    status,
    open: /(run|model)-open|"open"/.test(text),
    closed: /(run|model)-closed|"closed"/.test(text),
  }));
};
