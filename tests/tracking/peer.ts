import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "../postgres";

/** A Python with an unmodified MLflow client in it; null where it could not be had. */
export function pythonOf(client: "newest" | "second"): string | null {
  const python = path.resolve(`.cache/mlflow-${client}/bin/python`);
  return existsSync(python) ? python : null;
}

/** Runs a Python script to its end and reads the JSON of its last line. */
export function runPython<Answer>(
  python: string,
  script: string,
  env: Record<string, string>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, [script], {
      env: { ...cleanEnv(), ...env, PYTHONWARNINGS: "ignore" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [out, err] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
    child.on("close", (code) => {
      const last = out.trim().split("\n").at(-1) ?? "";
      if (code === 0 && last.startsWith("{")) resolve(JSON.parse(last) as Answer);
      else reject(new Error(`${script} ended with ${code}:\n${err.slice(-4_000)}\n${out.slice(-1_000)}`));
    });
  });
}

function cleanEnv(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(MLFLOW|PYTHON)/.test(name)),
  ) as NodeJS.ProcessEnv;
}

/** MLflow's own server on a folder of its own; with `guarded`, as the one that knows users. */
export async function startRealMlflow(
  python: string,
  { guarded = false } = {},
): Promise<{ url: string; folder: string; stop: () => void }> {
  const folder = mkdtempSync(path.join(tmpdir(), "mlflow-"));
  const port = await freePort();
  const child: ChildProcess = spawn(
    python,
    [
      "-m",
      "mlflow",
      "server",
      "--workers",
      "1",
      "--host",
      "127.0.0.1",
      "--port",
      String(port),
      "--backend-store-uri",
      `sqlite:///${folder}/mlflow.db`,
      "--artifacts-destination",
      path.join(folder, "artifacts"),
      ...(guarded ? ["--app-name", "basic-auth"] : []),
    ],
    {
      cwd: folder, // where it keeps its users
      env: {
        ...cleanEnv(),
        MLFLOW_FLASK_SERVER_SECRET_KEY: "for the tests alone",
        MLFLOW_AUTH_ADMIN_PASSWORD: realPassword,
        MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false",
        MLFLOW_DISABLE_TELEMETRY: "true",
        PATH: `${path.dirname(python)}:${process.env.PATH}`,
      },
      stdio: "ignore",
      detached: true,
    },
  );
  const url = `http://127.0.0.1:${port}`;
  while (
    !(await fetch(`${url}/health`).then(
      (answer) => answer.ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null) throw new Error("mlflow server ended before it was ready");
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return {
    url,
    folder,
    stop: () => {
      process.kill(-child.pid!, "SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The password of `admin` on MLflow's own server. */
export const realPassword = "a long password 1234";

export const hasJava = () => spawnSync("sh", ["-c", "command -v java && command -v mvn"]).status === 0;
