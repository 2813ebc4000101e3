import type { Step, Story } from "./story";

/** Experiments and runs, as clients write them. */
export function runSteps({
  admin,
  root,
  mlflow,
  files,
  kept,
  put,
  send,
  post,
  patch,
  remove,
}: Story): Step[] {
  return [
    [
      "POST /mlflow/experiments/create",
      ["experiment.create"],
      () =>
        put(
          "experiment",
          admin<{ experiment_id: string }>("POST", `${mlflow}/experiments/create`, { name: "e" }),
          ({ experiment_id }) => experiment_id,
        ),
    ],
    [
      "POST /mlflow/experiments/update",
      ["experiment.rename"],
      () => post("experiments/update", { experiment_id: kept.experiment, new_name: "f" })(),
    ],
    [
      "POST /mlflow/experiments/set-experiment-tag",
      ["experiment.tag"],
      () =>
        post("experiments/set-experiment-tag", { experiment_id: kept.experiment, key: "k", value: "v" })(),
    ],
    [
      "POST /mlflow/experiments/delete-experiment-tag",
      ["experiment.tag"],
      () => post("experiments/delete-experiment-tag", { experiment_id: kept.experiment, key: "k" })(),
    ],
    [
      "POST /mlflow/experiments/delete",
      ["experiment.delete"],
      () => post("experiments/delete", { experiment_id: kept.experiment })(),
    ],
    [
      "POST /mlflow/experiments/restore",
      ["experiment.restore"],
      () => post("experiments/restore", { experiment_id: kept.experiment })(),
    ],
    [
      "POST /mlflow/runs/create",
      ["run.start"],
      () =>
        put(
          "run",
          admin<{ run: { info: { run_id: string } } }>("POST", `${mlflow}/runs/create`, {
            experiment_id: kept.experiment,
          }),
          ({ run }) => run.info.run_id,
        ),
    ],
    [
      "POST /mlflow/runs/log-metric",
      ["run.log"],
      () => post("runs/log-metric", { run_id: kept.run, key: "m", value: 1, timestamp: 1 })(),
    ],
    [
      "POST /mlflow/runs/log-parameter",
      ["run.log"],
      () => post("runs/log-parameter", { run_id: kept.run, key: "p", value: "1" })(),
    ],
    [
      "POST /mlflow/runs/set-tag",
      ["run.log"],
      () => post("runs/set-tag", { run_id: kept.run, key: "t", value: "1" })(),
    ],
    [
      "POST /mlflow/runs/delete-tag",
      ["run.log"],
      () => post("runs/delete-tag", { run_id: kept.run, key: "t" })(),
    ],
    [
      "POST /mlflow/runs/log-batch",
      ["run.log"],
      () => post("runs/log-batch", { run_id: kept.run, params: [{ key: "q", value: "1" }] })(),
    ],
    [
      "POST /mlflow/runs/log-inputs",
      ["run.log"],
      () => post("runs/log-inputs", { run_id: kept.run, datasets: [] })(),
    ],
    [
      "POST /mlflow/runs/outputs",
      ["run.log"],
      () => post("runs/outputs", { run_id: kept.run, models: [] })(),
    ],
    [
      "POST /mlflow/runs/log-model",
      ["run.log"],
      () =>
        post("runs/log-model", {
          run_id: kept.run,
          model_json: JSON.stringify({
            artifact_path: "m",
            flavors: {},
            utc_time_created: "1",
            run_id: kept.run,
          }),
        })(),
    ],
    [
      "PUT /mlflow-artifacts/artifacts/*",
      ["artifact.keep"],
      () =>
        send("PUT", `${files}/${kept.experiment}/${kept.run}/artifacts/model/MLmodel`, new Uint8Array([97])),
    ],
    [
      "DELETE /mlflow-artifacts/artifacts/*",
      ["artifact.delete"],
      async () => {
        await send("PUT", `${files}/${kept.experiment}/${kept.run}/artifacts/a.txt`, new Uint8Array([97]));
        return send("DELETE", `${files}/${kept.experiment}/${kept.run}/artifacts/a.txt`);
      },
    ],
    [
      "POST /mlflow/logged-models",
      ["logged-model.create"],
      () =>
        put(
          "logged",
          admin<{ model: { info: { model_id: string } } }>("POST", `${mlflow}/logged-models`, {
            experiment_id: kept.experiment,
            name: "l",
          }),
          ({ model }) => model.info.model_id,
        ),
    ],
    [
      "PATCH /mlflow/logged-models/:model_id/tags",
      ["logged-model.tag"],
      () => patch(`logged-models/${kept.logged}/tags`, { tags: [{ key: "k", value: "v" }] })(),
    ],
    [
      "DELETE /mlflow/logged-models/:model_id/tags/:tag_key",
      ["logged-model.tag"],
      () => remove(`logged-models/${kept.logged}/tags/k`, {})(),
    ],
    [
      "POST /mlflow/logged-models/:model_id/params",
      ["logged-model.log"],
      () => post(`logged-models/${kept.logged}/params`, { params: [{ key: "k", value: "v" }] })(),
    ],
    [
      "PATCH /mlflow/logged-models/:model_id",
      ["logged-model.finalize"],
      () => patch(`logged-models/${kept.logged}`, { model_id: kept.logged, status: "LOGGED_MODEL_READY" })(),
    ],
    [
      "DELETE /mlflow/logged-models/:model_id",
      ["logged-model.delete"],
      () => remove(`logged-models/${kept.logged}`, {})(),
    ],
    [
      "POST /mlflow/runs/update",
      ["run.edit"],
      () => post("runs/update", { run_id: kept.run, status: "FINISHED" })(),
    ],
    ["POST /mlflow/runs/delete", ["run.delete"], () => post("runs/delete", { run_id: kept.run })()],
    ["POST /mlflow/runs/restore", ["run.restore"], () => post("runs/restore", { run_id: kept.run })()],
    [
      "POST /api/projects/:projectSlug/runs/delete",
      ["run.delete"],
      () => send("POST", `${root}/runs/delete`, { runs: [kept.run] }),
    ],
    [
      "POST /api/projects/:projectSlug/runs/restore",
      ["run.restore"],
      () => send("POST", `${root}/runs/restore`, { runs: [kept.run] }),
    ],
  ];
}

/** The registry, by clients and by pages. */
export function registrySteps({ admin, root, mlflow, kept, send, post, patch, remove }: Story): Step[] {
  return [
    [
      "POST /mlflow/registered-models/create",
      ["model.create"],
      post("registered-models/create", { name: "old" }),
    ],
    [
      "POST /mlflow/registered-models/rename",
      ["model.edit"],
      post("registered-models/rename", { name: "old", new_name: "m" }),
    ],
    [
      "PATCH /mlflow/registered-models/update",
      ["model.edit"],
      patch("registered-models/update", { name: "m", description: "d" }),
    ],
    [
      "POST /mlflow/registered-models/set-tag",
      ["model.tag"],
      post("registered-models/set-tag", { name: "m", key: "k", value: "v" }),
    ],
    [
      "DELETE /mlflow/registered-models/delete-tag",
      ["model.tag"],
      remove("registered-models/delete-tag", { name: "m", key: "k" }),
    ],
    [
      "POST /mlflow/model-versions/create",
      ["model.register"],
      () =>
        post("model-versions/create", { name: "m", source: `runs:/${kept.run}/model`, run_id: kept.run })(),
    ],
    [
      "PATCH /mlflow/model-versions/update",
      ["model.edit"],
      patch("model-versions/update", { name: "m", version: "1", description: "d" }),
    ],
    [
      "POST /mlflow/model-versions/set-tag",
      ["model.tag"],
      post("model-versions/set-tag", { name: "m", version: "1", key: "k", value: "v" }),
    ],
    [
      "DELETE /mlflow/model-versions/delete-tag",
      ["model.tag"],
      remove("model-versions/delete-tag", { name: "m", version: "1", key: "k" }),
    ],
    [
      "POST /mlflow/registered-models/alias",
      ["model.alias"],
      post("registered-models/alias", { name: "m", alias: "a", version: "1" }),
    ],
    [
      "DELETE /mlflow/registered-models/alias",
      ["model.alias"],
      remove("registered-models/alias", { name: "m", alias: "a" }),
    ],
    [
      "POST /mlflow/model-versions/transition-stage",
      ["model.stage"],
      post("model-versions/transition-stage", { name: "m", version: "1", stage: "Staging" }),
    ],
    [
      "POST /api/projects/:projectSlug/models/:name/versions/:number/stage",
      ["model.stage"],
      () => send("POST", `${root}/models/m/versions/1/stage`, { stage: "Archived" }),
    ],
    [
      "POST /api/projects/:projectSlug/models",
      ["model.register"],
      () => send("POST", `${root}/models`, { name: "m", run: kept.run }),
    ],
    [
      "DELETE /mlflow/model-versions/delete",
      ["model.delete"],
      remove("model-versions/delete", { name: "m", version: "2" }),
    ],
    [
      "DELETE /api/projects/:projectSlug/models/:name/versions/:number",
      ["model.delete"],
      () => send("DELETE", `${root}/models/m/versions/1`, { reason: "wrong" }),
    ],
    [
      "POST /api/projects/:projectSlug/runs/remove",
      ["run.remove"],
      async () => {
        type Made = { run: { info: { run_id: string } } };
        const made = await admin<Made>("POST", `${mlflow}/runs/create`, { experiment_id: kept.experiment });
        const run = made.body.run.info.run_id;
        await send("POST", `${mlflow}/runs/update`, { run_id: run, status: "FINISHED" });
        await send("POST", `${root}/runs/delete`, { runs: [run] });
        return send("POST", `${root}/runs/remove`, { runs: [run], reason: "a try" });
      },
    ],
  ];
}
