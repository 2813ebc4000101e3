import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { deliverDue } from "@/lib/registry/webhooks";
import { onBothDatabases } from "../fresh-db";
import { api, begin, refused } from "./neo-project";

onBothDatabases("the tracking protocol", (provider) => {
  test("tells webhooks, signed, again until taken, and never calls into a private network", async () => {
    const { admin, create, db } = await begin(provider);
    const calls: { headers: Record<string, string | string[] | undefined>; body: string }[] = [];
    let answer = 500;
    const receiver = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        calls.push({ headers: request.headers, body });
        response.writeHead(answer).end("heard");
      });
    }).listen(0, "127.0.0.1");
    onTestFinished(() => void receiver.close());
    await new Promise((resolve) => receiver.once("listening", resolve));
    const bound = receiver.address();
    const url = `http://127.0.0.1:${typeof bound === "object" && bound ? bound.port : 0}/hook`;
    const events = [{ entity: "MODEL_VERSION", action: "CREATED" }];
    for (const hidden of [
      url,
      "https://127.0.0.1/x",
      "https://10.1.2.3/",
      "https://[::1]/",
      "https://[::ffff:10.0.0.1]/",
      "https://169.254.169.254/latest",
      "https://nothing.invalid/",
      "ftp://example.com/",
      "https://me:pw@example.com/",
    ]) {
      expect(
        (await refused(admin, "POST", "webhooks", { name: "h", url: hidden, events })).slice(0, 2),
        hidden,
      ).toEqual([400, "INVALID_PARAMETER_VALUE"]);
    }
    const project = await db.project.findFirstOrThrow();
    const webhook = await db.webhook.create({
      data: {
        projectId: project.id,
        name: "h",
        url,
        events: JSON.stringify(["MODEL_VERSION.CREATED"]),
        secret: "s3cret",
      },
    });
    expect(JSON.stringify((await admin("GET", `${api}/webhooks`)).body)).not.toContain("s3cret");
    const uid = await create();
    await admin("POST", `${api}/registered-models/create`, { name: "m" });
    await admin("POST", `${api}/model-versions/create`, {
      name: "m",
      source: `runs:/${uid}/model`,
      run_id: uid,
    });
    const now = new Date();
    await deliverDue(db, { allowPrivate: false, now });
    expect(calls).toHaveLength(0);
    const later = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
    await deliverDue(db, { allowPrivate: true, now: later(30) });
    answer = 200;
    await deliverDue(db, { allowPrivate: true, now: later(31) });
    await deliverDue(db, { allowPrivate: true, now: later(120) });
    await deliverDue(db, { allowPrivate: true, now: later(600) });
    expect(calls).toHaveLength(2);
    const { headers, body } = calls[1]!;
    expect(JSON.parse(body)).toMatchObject({
      entity: "model_version",
      action: "created",
      data: { name: "m", version: "1", run_id: uid },
    });
    const signed = createHmac("sha256", "s3cret")
      .update(`${headers["x-mlflow-delivery-id"]}.${headers["x-mlflow-timestamp"]}.${body}`)
      .digest("base64");
    expect(headers["x-mlflow-signature"]).toBe(`v1,${signed}`);
    expect((await admin("DELETE", `${api}/webhooks/${webhook.id}`, {})).status).toBe(200);
  });

  test("has one version in Production, gives no number twice, keeps why a version was deleted", async () => {
    const { admin, create, db } = await begin(provider);
    const uid = await create();
    await admin("POST", `${api}/registered-models/create`, { name: "m" });
    const register = async () =>
      (
        await admin<{ model_version: { version: string } }>("POST", `${api}/model-versions/create`, {
          name: "m",
          source: `runs:/${uid}/model`,
          run_id: uid,
        })
      ).body.model_version.version;
    const numbers = await Promise.all(Array.from({ length: 6 }, register));
    expect([...numbers].sort()).toEqual(["1", "2", "3", "4", "5", "6"]);
    await Promise.all(
      ["1", "2"].map((version) =>
        admin("POST", `${api}/model-versions/transition-stage`, { name: "m", version, stage: "production" }),
      ),
    );
    const found = await admin<{ model_versions: { current_stage: string }[] }>(
      "GET",
      `${api}/model-versions/search?filter=${encodeURIComponent("name = 'm'")}`,
    );
    expect(
      found.body.model_versions.filter(({ current_stage }) => current_stage === "Production"),
    ).toHaveLength(1);
    await admin("DELETE", `${api}/model-versions/delete`, {
      name: "m",
      version: "6",
      reason: "made by mistake",
    });
    expect(await register()).toBe("7");
    const audit = await db.auditEvent.findFirstOrThrow({ where: { action: "model.delete" } });
    expect(audit.detail).toContain("made by mistake");
  });
});
