import type { CallProject } from "@/lib/notebooks/runtime/read-datasets";

type Server = { server: string; project: string; token: string };

const patience = 600_000;

/** Asks the server about a project with the secret of an attempt; throws what the server says. */
export function callProject({ server, project, token }: Server): CallProject {
  return async (path, options = {}) => {
    const response = await fetch(`${server}/api/projects/${project}${path}`, {
      ...options,
      headers: { ...options.headers, authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(patience),
    });
    if (response.ok) return response;
    const { detail } = (await response.json().catch(() => ({}))) as { detail?: string };
    throw new Error(detail ?? `The server answered ${response.status}.`);
  };
}
