import { formOf, type Answer } from "../instance";
import type { Step, Story } from "./story";

/** Jobs, transfers and their worker. */
export function jobSteps({ admin, root, kept, by, send, clientOf, workerToken }: Story): Step[] {
  const forest = { algorithm: "random-forest", trees: 2 };
  const tree = { algorithm: "decision-tree", max_depth: 2 };
  return [
    [
      "POST /api/projects/:projectSlug/jobs",
      ["run.start", "job.queue", "experiment.create"],
      () =>
        send("POST", `${root}/jobs`, {
          dataset: "neo",
          version: 1,
          target: "Hazardous",
          experiment: "jobs",
          algorithms: [tree],
        }),
    ],
    [
      "POST /api/worker/claim",
      ["job.start"],
      async () => {
        const answer = await clientOf(workerToken)<{ job: { id: string; token: string } }>(
          "POST",
          "/api/worker/claim",
          { worker: "w" },
        );
        kept.job = answer.body.job.id;
        kept.attempt = answer.body.job.token;
        return answer as Answer<never>;
      },
    ],
    [
      "POST /api/projects/:projectSlug/jobs/:jobId/cancel",
      ["job.cancel"],
      () => send("POST", `${root}/jobs/${kept.job}/cancel`),
    ],
    [
      "POST /api/worker/jobs/:jobId/finish",
      ["job.finish"],
      () => by(clientOf(kept.attempt!))("POST", `/api/worker/jobs/${kept.job}/finish`, { status: "KILLED" }),
    ],
    [
      "POST /api/projects/:projectSlug/jobs/:jobId/retry",
      ["job.retry"],
      () => send("POST", `${root}/jobs/${kept.job}/retry`),
    ],
    [
      "POST /api/projects/:projectSlug/jobs/cancel",
      ["sweep.cancel", "job.finish"],
      async () => {
        const sweep = {
          dataset: "neo",
          version: 1,
          target: "Hazardous",
          experiment: "jobs",
          algorithms: [tree, forest],
        };
        const { body } = await admin<{ parent: string }>("POST", `${root}/jobs`, sweep);
        return send("POST", `${root}/jobs/cancel`, { group: body.parent });
      },
    ],
    [
      "POST /api/projects/:projectSlug/imports",
      ["transfer.start", "job.queue"],
      () => send("POST", `${root}/imports`, { url: "http://127.0.0.1:9" }),
    ],
    [
      "POST /api/projects/:projectSlug/exports",
      ["transfer.start", "job.queue"],
      () => send("POST", `${root}/exports`, { url: "http://127.0.0.1:9" }),
    ],
    [
      "POST /api/projects/:projectSlug/imports/file",
      ["transfer.start", "job.queue"],
      () => send("POST", `${root}/imports/file`, formOf("mlflow.db", "SQLite")),
    ],
    [
      "POST /api/projects/:projectSlug/notebooks/:notebookId/runs",
      ["notebook.run", "job.queue"],
      () => send("POST", `${root}/notebooks/${kept.notebook}/runs`, {}),
    ],
    [
      "POST /api/projects/:projectSlug/sources",
      ["source.create"],
      () =>
        send("POST", `${root}/sources`, {
          dataset: "from a source",
          kind: "url",
          config: { url: "https://example.com/neo.csv" },
        }),
    ],
    [
      "PATCH /api/projects/:projectSlug/datasets/:name/source",
      ["source.edit"],
      () => send("PATCH", `${root}/datasets/from%20a%20source/source`, { key: ["id"] }),
    ],
    [
      "POST /api/projects/:projectSlug/datasets/:name/source/refresh",
      ["dataset.refresh", "job.queue"],
      () => send("POST", `${root}/datasets/from%20a%20source/source/refresh`),
    ],
    [
      "PUT /api/projects/:projectSlug/datasets/:name/source/file",
      ["source.file"],
      async () => {
        const config = { query: "SELECT * FROM t" };
        await send("POST", `${root}/sources`, { dataset: "from a file", kind: "sqlite", config });
        return send("PUT", `${root}/datasets/from%20a%20file/source/file`, formOf("t.db", "SQLite"));
      },
    ],
    [
      "DELETE /api/projects/:projectSlug/datasets/:name/source",
      ["source.delete"],
      () => send("DELETE", `${root}/datasets/from%20a%20source/source`),
    ],
  ];
}
