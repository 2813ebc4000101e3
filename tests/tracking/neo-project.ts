import { projectIn, startInstance, type Client } from "../instance";

export type Run = {
  run: {
    info: { run_id: string; run_name: string; status: string };
    data: {
      metrics: { key: string; value: number | string; step: number }[];
      params: { key: string; value: string }[];
      tags: { key: string; value: string }[];
    };
  };
};
export type Problem = { error_code: string; message: string };
export const api = "/mlflow/neo/api/2.0/mlflow";

/** A server with one project, and a way to make a run in its default experiment. */
export async function begin(provider: "sqlite" | "postgresql") {
  const instance = await startInstance(provider);
  await projectIn(instance);
  const create = async (body: object = {}) =>
    (await instance.admin<Run>("POST", `${api}/runs/create`, { experiment_id: "0", ...body })).body.run.info
      .run_id;
  return { ...instance, create };
}

/** What a call was refused with: its status, code and sentence. */
export const refused = async (client: Client, method: string, path: string, body?: unknown) => {
  const { status, body: problem } = await client<Problem>(method, `${api}/${path}`, body);
  return [status, problem.error_code, problem.message] as const;
};
