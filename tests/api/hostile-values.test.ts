import { expect, test } from "vitest";
import { onBothDatabases } from "../fresh-db";
import { addressOf, sampleOf, withEach, type Known, type Sample } from "../hostile-requests";
import { formOf, projectIn, startInstance, type Client } from "../instance";

/** A project with one thing of each kind, a job that runs, and the names by which routes ask for them. */
async function begin(provider: "sqlite" | "postgresql") {
  const instance = await startInstance(provider);
  const { admin, clientOf, workerToken } = instance;
  const root = await projectIn(instance);
  const api = "/mlflow/neo/api/2.0/mlflow";
  await admin(
    "POST",
    `${root}/datasets`,
    formOf("known.csv", "x,y\n1,a\n2,b\n3,a\n4,b\n", { name: "known" }),
  );
  await admin("POST", `${api}/registered-models/create`, { name: "known" });
  const notebook = (await admin<{ id: string }>("POST", `${root}/notebooks`, { title: "look" })).body.id;
  const { run } = (
    await admin<{ run: { info: { run_id: string } } }>("POST", `${api}/runs/create`, { experiment_id: "0" })
  ).body;
  await admin("POST", `${root}/jobs`, {
    dataset: "known",
    target: "y",
    algorithms: [{ algorithm: "decision-tree" }],
  });
  const worker = clientOf(workerToken);
  const claim = { worker: "test", slots: 1, free: 1, labels: [] };
  const { job } = (await worker<{ job: { id: string; token: string } }>("POST", "/api/worker/claim", claim))
    .body;
  const known: Known = {
    projectSlug: "neo",
    name: "known",
    number: "1",
    notebookId: notebook,
    runUid: run.info.run_id,
    jobId: job.id,
  };
  const clients: Record<string, Client> = { worker, job: clientOf(job.token) };
  const ask = ({ permission }: { permission: string }, sample: Sample) =>
    (clients[permission] ?? admin)(sample.method, addressOf(sample), sample.body);
  return { ...instance, root, known, ask, job, asJob: clients.job! };
}

/** More than a thousand requests, some of which read data. */
const long = { timeout: 180_000 };

onBothDatabases("a value that no database keeps", (provider) => {
  test(
    "is refused in words wherever a request may carry text, and never fails the server",
    long,
    async () => {
      const { declarations, known, ask } = await begin(provider);
      const failed: string[] = [];
      let asked = 0;
      const anywhere = ["params", "query", "body"] as const;
      for (const [hostile, parts] of [
        ["a\0b", anywhere],
        ["a\ud800b", ["body"]], // an address cannot say half of a character
      ] as const)
        for (const declaration of declarations)
          for (const sample of withEach(sampleOf(declaration, known), "string", hostile, parts)) {
            asked += 1;
            const { status, text } = await ask(declaration, sample);
            const refuses = parts !== anywhere || declaration.permission === "job" || status >= 400;
            if (status === 500 || !refuses)
              failed.push(`${status} ${sample.method} ${addressOf(sample)} ${text.slice(0, 100)}`);
          }
      expect(failed).toEqual([]);
      expect(asked).toBeGreaterThan(500);
    },
  );

  test(
    "is a number that no row can have: refused or not found, and never fails the server",
    long,
    async () => {
      const { declarations, known, ask } = await begin(provider);
      const failed: string[] = [];
      for (const hostile of [2 ** 31, 2 ** 53, 0.5])
        for (const declaration of declarations.filter(({ url }) => !url.endsWith("/events")))
          for (const sample of withEach(sampleOf(declaration, known), "number", hostile)) {
            const { status } = await ask(declaration, sample);
            if (status === 500) failed.push(`${status} ${sample.method} ${addressOf(sample)}`);
          }
      expect(failed).toEqual([]);
    },
  );

  test("is refused as a stream's place, as a name of Basic credentials and in a page's token", async () => {
    const { admin, root, stranger } = await begin(provider);
    for (const id of ["2147483648", "1e99", "-1", "x"]) {
      const answer = await admin("GET", `${root}/events`, undefined, { "last-event-id": id });
      expect(answer.status, id).toBe(400);
    }
    expect((await admin("GET", `${root}/events?after=99999999999`)).status).toBe(400);
    const basic = `Basic ${Buffer.from("a\0b:secret").toString("base64")}`;
    expect((await stranger("GET", "/api/me", undefined, { authorization: basic })).status).toBe(401);
    const token = (values: unknown[]) => Buffer.from(JSON.stringify({ phase: 0, values })).toString("base64");
    for (const values of [["a\0b", 1], [1, 2 ** 40], [2 ** 40, 2 ** 60], ["x"], []]) {
      const page = encodeURIComponent(token(values));
      expect((await admin("GET", `${root}/runs?after=${page}`)).status, page).toBeLessThan(500);
      for (const order_by of [[], ["metrics.m"], ["attributes.run_name"]]) {
        const body = { experiment_ids: ["0"], order_by, page_token: token(values) };
        const answer = await admin("POST", "/mlflow/neo/api/2.0/mlflow/runs/search", body);
        expect(answer.status, JSON.stringify(body)).toBeLessThan(500);
      }
    }
    const people = encodeURIComponent(JSON.stringify([1, "a\0b", "x"]));
    expect((await admin("GET", `${root}/members?after=${people}`)).status).toBe(400);
  });

  test("is refused in the name of a file and in the fields beside it; nothing is kept", async () => {
    const { admin, root, db } = await begin(provider);
    for (const form of [
      formOf("a\0b.csv", "x,y\n1,2\n"),
      formOf("a.csv", "x,y\n1,2\n", { name: "a\0b" }),
      formOf("a.csv", "x,y\n1,2\n", { "a\0b": "c" }),
    ])
      expect((await admin("POST", `${root}/datasets`, form)).status).toBe(400);
    expect(await db.dataset.count()).toBe(1);
    const file = formOf("a\0b.db", "no database");
    expect((await admin("POST", `${root}/imports/file`, file)).status).toBe(400);
  });

  test("gets a mark where a job tells of itself", async () => {
    const { asJob, admin, root, job } = await begin(provider);
    const beat = { done: 1, total: 2, message: "half\0way", logBytes: 0 };
    expect((await asJob("POST", `/api/worker/jobs/${job.id}/heartbeat`, beat)).status).toBe(200);
    const told = { status: "FAILED", error: "no\0such file", exit: "1\0" };
    expect((await asJob("POST", `/api/worker/jobs/${job.id}/finish`, told)).status).toBe(200);
    const { body } = await admin<{ message: string; error: string }>("GET", `${root}/jobs/${job.id}`);
    expect(body).toMatchObject({ message: "half\uFFFDway", error: "no\uFFFDsuch file" });
  });
});
