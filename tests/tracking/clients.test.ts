import { spawn } from "node:child_process";
import { cpSync, mkdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { onBothDatabases } from "../fresh-db";
import { projectIn, startInstance } from "../instance";
import { hasJava, pythonOf, realPassword, runPython, startRealMlflow } from "./peer";

type Wire = [part: string, call: string, answer: unknown][];
type Scenario = { version: string; found: Record<string, unknown>; wire: Wire };

const newest = pythonOf("newest");
const clients = [
  ["newest", newest],
  ["second", pythonOf("second")],
] as const;
const scenario = "tests/tracking/scenario.py";
/** An error is an answer to compare, not one to wait minutes for. */
const atOnce = { MLFLOW_HTTP_REQUEST_MAX_RETRIES: "0", MLFLOW_DISABLE_TELEMETRY: "true" };
const javaClient = path.resolve("tests/tracking/java-client");

/** Where this server differs from MLflow's on purpose, each with what it says instead. */
const differences: Record<string, string> = {
  "transition-stage":
    "a model has one version in Production at a time: the one before is archived, asked for or not",
};

describe.skipIf(!newest)("an unmodified Python client", () => {
  const real: Record<string, Scenario> = {};
  let server: Awaited<ReturnType<typeof startRealMlflow>>;
  beforeAll(async () => {
    for (const [name, python] of clients) {
      if (!python) continue;
      server = await startRealMlflow(newest!);
      real[name] = await runPython<Scenario>(python, scenario, {
        ...atOnce,
        MLFLOW_TRACKING_URI: server.url,
      });
      server.stop();
    }
  }, 300_000);
  afterAll(() => server?.stop);

  onBothDatabases("against this server", (provider) => {
    for (const [name, python] of clients) {
      test.skipIf(!python)(
        `of the ${name} line finds what it finds on MLflow's own server, field by field`,
        { timeout: 300_000 },
        async () => {
          const instance = await startInstance(provider);
          await projectIn(instance);
          const ours = await runPython<Scenario>(python!, scenario, {
            ...atOnce,
            MLFLOW_TRACKING_URI: `${instance.url}/mlflow/neo`,
            MLFLOW_TRACKING_TOKEN: instance.adminToken,
          });
          const theirs = real[name]!;
          for (const part of Object.keys(theirs.found))
            expect(ours.found[part], `${name}: ${part}`).toEqual(theirs.found[part]);
          for (const part of Object.keys(theirs.found)) compareAnswers(part, ours.wire, theirs.wire);
        },
      );
    }
  });

  test.each([
    ["looks after people", "access.py"],
    ["shares and deletes what its user has made", "creator.py"],
  ])(
    "that %s finds what it finds on MLflow's own server with users",
    { timeout: 300_000 },
    async (_who, script) => {
      const guarded = await startRealMlflow(newest!, { guarded: true });
      const theirs = await runPython<Scenario>(newest!, `tests/tracking/${script}`, {
        ...atOnce,
        MLFLOW_TRACKING_URI: guarded.url,
        MLFLOW_TRACKING_USERNAME: "admin",
        MLFLOW_TRACKING_PASSWORD: realPassword,
      });
      guarded.stop();
      const instance = await startInstance("sqlite");
      await projectIn(instance);
      const ours = await runPython<Scenario>(newest!, `tests/tracking/${script}`, {
        ...atOnce,
        MLFLOW_TRACKING_URI: `${instance.url}/mlflow/neo`,
        MLFLOW_TRACKING_USERNAME: "ines@example.com",
        MLFLOW_TRACKING_PASSWORD: "correct horse",
      });
      for (const part of Object.keys(theirs.found))
        expect(ours.found[part], part).toEqual(theirs.found[part]);
    },
  );

  test("logs from eight processes at once, and every point is there once", { timeout: 240_000 }, async () => {
    const instance = await startInstance("sqlite");
    await projectIn(instance);
    const answer = await runPython<{ runs: number; points: number; params: number }>(
      newest!,
      "tests/tracking/eight.py",
      { MLFLOW_TRACKING_URI: `${instance.url}/mlflow/neo`, MLFLOW_TRACKING_TOKEN: instance.adminToken },
    );
    expect(answer).toEqual({ runs: 8, points: 8 * 200, params: 8 * 10 });
  });

  test(
    "reads a model that was trained here, with whole numbers and truth values in its frame",
    { timeout: 240_000 },
    async () => {
      const instance = await startInstance("sqlite", { workers: 1 });
      const root = await projectIn(instance);
      const rows = Array.from(
        { length: 300 },
        (_, i) => `${i % 17},${(i % 29) / 7},${i % 2 === 0},${["a", "b", "c"][i % 3]},${i % 17 > 8}`,
      ).join("\n");
      const form = new FormData();
      form.append("file", new Blob([`count,size,flag,kind,big\n${rows}\n`]), "mixed.csv");
      await instance.admin("POST", `${root}/datasets`, form);
      const { body } = await instance.admin<{ runs: { run: string }[] }>("POST", `${root}/jobs`, {
        dataset: "mixed",
        target: "big",
        algorithms: [{ algorithm: "random-forest", trees: 10 }],
      });
      const run = body.runs[0]!.run;
      while (
        (await instance.admin<{ status: string }>("GET", `${root}/runs/${run}`)).body.status !== "FINISHED"
      )
        await new Promise((resolve) => setTimeout(resolve, 100));
      const answer = await runPython<{ types: Record<string, string>; rows: number; labels: string[] }>(
        newest!,
        "tests/tracking/load_model.py",
        {
          MLFLOW_TRACKING_URI: `${instance.url}/mlflow/neo`,
          MLFLOW_TRACKING_TOKEN: instance.adminToken,
          RUN: run,
        },
      );
      expect(answer.types).toEqual({ count: "long", size: "double", flag: "boolean", kind: "string" });
      expect(answer.labels.slice(0, 4)).toEqual(["false", "true", "false", "true"]);
    },
  );

  test.skipIf(!hasJava())("of Java goes through all its steps", { timeout: 400_000 }, async () => {
    const instance = await startInstance("sqlite");
    await projectIn(instance);
    const folder = path.resolve(".cache/java-client");
    mkdirSync(folder, { recursive: true });
    cpSync(javaClient, folder, { recursive: true });
    const env = {
      ...process.env,
      PATH: `${path.dirname(newest!)}:${process.env.PATH}`,
      MLFLOW_TRACKING_TOKEN: instance.adminToken,
    };
    const output = await new Promise<string>((resolve) => {
      const child = spawn(
        "sh",
        [
          "-c",
          "mvn -B -q package dependency:copy-dependencies -DoutputDirectory=jars && " +
            `java -cp "target/classes:jars/*" TrackDemo "$0"`,
          `${instance.url}/mlflow/neo`,
        ],
        { cwd: folder, env },
      );
      let text = "";
      child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
      child.stderr.on("data", (chunk: Buffer) => (text += chunk.toString()));
      child.on("close", () => resolve(text));
    });
    expect(output).toContain("all passed");
  });
});

/** Autologging sends from threads of its own, so that its order is chance. */
const unordered = ["models"];

/** Every answer of a part, field by field; what differs on purpose is left out. */
function compareAnswers(part: string, ours: Wire, theirs: Wire): void {
  const calls = (wire: Wire) =>
    wire.filter(
      ([name, call]) => name === part && !Object.keys(differences).some((path) => call.includes(path)),
    );
  const [own, other] = [calls(ours), calls(theirs)];
  const words = (wire: Wire) =>
    unordered.includes(part) ? wire.map(([, call]) => call).sort() : wire.map(([, call]) => call);
  expect(words(own), part).toEqual(words(other));
  if (!unordered.includes(part))
    own.forEach(([, call, answer], i) =>
      expect(answer, `${part}, answer ${i}: ${call}`).toEqual(other[i]![2]),
    );
}
