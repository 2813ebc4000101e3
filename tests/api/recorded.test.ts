import { expect, test } from "vitest";
import { rules } from "@/lib/events/facts";
import { onBothDatabases } from "../fresh-db";
import { eventually, startInstance } from "../instance";
import { registrySteps, runSteps } from "../recorded/client-steps";
import { jobSteps } from "../recorded/job-steps";
import { accountSteps, groupSteps, permissionSteps } from "../recorded/people-steps";
import { labelSteps } from "../recorded/label-steps";
import { projectSteps } from "../recorded/project-steps";
import { beginStory, recordsNothing } from "../recorded/story";

/** Addresses as the steps name them: those of the tracking protocol without what all of them begin with. */
const short = (url: string) => url.replace("/mlflow/:projectSlug/api/2.0", "");

onBothDatabases("every route that writes", (provider) => {
  test("records what happened, or says why there is nothing to record", async () => {
    const instance = await startInstance(provider, { env: { PERIHELION_ALLOW_PRIVATE_TARGETS: "true" } });
    const { db } = instance;
    const story = await beginStory(instance);
    const steps = [
      projectSteps,
      labelSteps,
      runSteps,
      registrySteps,
      jobSteps,
      groupSteps,
      permissionSteps,
      accountSteps,
    ].flatMap((stepsOf) => stepsOf(story));
    const newest = async () => ({
      audit: (await db.auditEvent.findFirst({ orderBy: { id: "desc" } }))?.id ?? 0,
      event: (await db.projectEvent.findFirst({ orderBy: { id: "desc" } }))?.id ?? 0,
    });
    for (const [route, facts, act] of steps) {
      const before = await newest();
      const answer = await act();
      expect(answer.status, `${route}: ${answer.text}`).toBeLessThan(300);
      const audited = await db.auditEvent.findMany({ where: { id: { gt: before.audit } } });
      const actions = audited.map(({ action }) => action);
      for (const fact of facts) if (rules[fact].audited) expect(actions, route).toContain(fact);
      for (const fact of facts.filter((name) => rules[name].heardWith)) {
        const kind = rules[fact].gathered ? "run.activity" : fact;
        await eventually(() => db.projectEvent.findFirst({ where: { id: { gt: before.event }, kind } }));
      }
    }
    expect(await db.auditEvent.count({ where: { action: "instance.set-up" } })).toBe(1);
    const covered = [...steps.map(([route]) => route), ...Object.keys(recordsNothing), "POST /api/setup"];
    const writes = instance.declarations.filter(({ method }) => method !== "GET");
    expect([...new Set(covered)].sort()).toEqual(
      writes.map(({ method, url }) => `${method} ${short(url)}`).sort(),
    );
  }, 180_000);
});
