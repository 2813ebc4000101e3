import type { FactName } from "@/lib/events/facts";
import { projectIn, type Answer, type Client, type Instance } from "../instance";

/** A route, what it must record, and a valid request to it; steps follow each other as a story. */
export type Step = [route: string, facts: FactName[], send: () => Promise<Answer<never>>];

/** What the steps of a story share: who asks, where, and what earlier answers named. */
export async function beginStory(instance: Instance) {
  const { admin } = instance;
  const root = await projectIn(instance);
  const mlflow = "/mlflow/neo/api/2.0/mlflow";
  const kept: Record<string, string> = {};
  const put = async <Body>(
    name: string,
    answer: Promise<Answer<Body>>,
    pick: (body: Body) => string | number,
  ): Promise<Answer<never>> => {
    const done = await answer;
    kept[name] = String(pick(done.body));
    return done as Answer<never>;
  };
  const by = (client: Client) => (method: string, path: string, body?: unknown) =>
    client<never>(method, path, body);
  const send = by(admin);
  const tracking = (method: string) => (path: string, body: unknown) => () =>
    send(method, `${mlflow}/${path}`, body);
  return {
    ...instance,
    instance,
    root,
    mlflow,
    files: "/mlflow/neo/api/2.0/mlflow-artifacts/artifacts",
    kept,
    put,
    by,
    send,
    post: tracking("POST"),
    patch: tracking("PATCH"),
    remove: tracking("DELETE"),
    guest: await instance.person("Guest", { slug: "neo", role: "VIEWER" }),
  };
}
export type Story = Awaited<ReturnType<typeof beginStory>>;

/** Routes that change nothing that anybody must hear of, each with its reason. */
export const recordsNothing: Record<string, string> = {
  "POST /api/projects/:projectSlug/sql": "it reads",
  "POST /api/projects/:projectSlug/datasets/:name/versions/:number/preview": "it reads",
  "POST /api/projects/:projectSlug/datasets/:name/versions/:number/facets": "it reads",
  "POST /api/projects/:projectSlug/datasets/:name/label-tasks/:taskId/next":
    "a row is before somebody for a minute",
  "POST /api/projects/:projectSlug/datasets/:name/label-tasks/:taskId/hold":
    "the same row, for another minute",
  "POST /api/projects/:projectSlug/datasets/:name/label-tasks/:taskId/release":
    "what was kept for a minute is given back",
  "POST /api/projects/:projectSlug/datasets/:name/versions/:number/near-pairs": "it reads",
  "POST /api/projects/:projectSlug/datasets/:name/versions/:number/row-key": "it reads",
  "POST /api/projects/:projectSlug/datasets/:name/versions/:number/clusters": "it reads",
  "POST /api/projects/:projectSlug/datasets/:name/versions/:number/from-examples": "it reads",
  "POST /api/projects/:projectSlug/uploads": "only who sent the file sees it, for a day",
  "POST /api/projects/:projectSlug/datasets/:name/versions/:number/uploads": "it copies nothing, for a day",
  "POST /api/projects/:projectSlug/uploads/:uploadId/preview": "it reads",
  "POST /api/projects/:projectSlug/sources/test": "it reads, and keeps nothing",
  "POST /api/projects/:projectSlug/models/:name/versions/:number/predict": "it reads",
  "POST /mlflow/experiments/search": "it reads",
  "POST /mlflow/experiments/search-datasets": "it reads",
  "POST /mlflow/runs/search": "it reads",
  "POST /mlflow/logged-models/search": "it reads",
  "POST /mlflow/registered-models/get-latest-versions": "it reads",
  "POST /mlflow-artifacts/mpu/create/*": "it is not offered",
  "POST /mlflow-artifacts/mpu/complete/*": "it is not offered",
  "POST /mlflow-artifacts/mpu/abort/*": "it is not offered",
  "POST /mlflow/artifacts/presigned-upload-url": "it is not offered",
  "POST /mlflow/artifacts/presigned-download-url": "it is not offered",
  "POST /mlflow/workspaces": "projects are made in the interface",
  "PATCH /mlflow/workspaces/:workspace": "projects are changed in the interface",
  "DELETE /mlflow/workspaces/:workspace": "projects are deleted in the interface",
  "POST /mlflow/webhooks/:webhook_id/test": "it calls once with an example and keeps nothing",
  "POST /api/worker/jobs/:jobId/heartbeat": "progress is a signal, kept with the job",
  "PUT /api/worker/jobs/:jobId/log": "the log is a file of the job",
  "PUT /api/worker/jobs/:jobId/artifacts": "a file counts once the job hands it in",
};
