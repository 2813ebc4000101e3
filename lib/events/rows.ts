import type { Actor } from "@/lib/auth/actor";
import type { Provider, Tx } from "@/lib/db/client";
import { dateText } from "@/lib/db/date-text";
import type { Sql } from "@/lib/db/direct";
import { limits } from "@/lib/limits";
import { rules, type Fact, type Subject } from "./facts";

/** A fact with who did it, and when. */
export type Entry = { actor: Actor; fact: Fact; at: Date };

type AuditRow = {
  at: Date;
  projectId: string | null;
  actorId: string | null;
  actorName: string;
  via: string;
  from: string | null;
  action: string;
  targetKind: string;
  targetId: string;
  targetName: string;
  outcome: "done";
  detail: string | null;
};
export type EventRow = {
  at: Date;
  projectId: string;
  kind: string;
  scopeKind: string | null;
  scopeId: string | null;
  data: string;
};

/** A fact as the audit keeps it. */
export function auditRow({ actor, fact, at }: Entry): AuditRow {
  return {
    at,
    projectId: fact.projectId,
    actorId: actor.id,
    actorName: actor.name,
    via: actor.via,
    from: actor.from,
    action: fact.name,
    ...targetOf(fact.subject),
    outcome: "done",
    detail: Object.keys(fact.detail).length > 0 ? JSON.stringify(fact.detail) : null,
  };
}

function targetOf(subject: Subject): Pick<AuditRow, "targetKind" | "targetId" | "targetName"> {
  const version = "version" in subject ? subject.version : undefined;
  return {
    targetKind: subject.kind,
    targetId: String(version?.id ?? subject.id),
    targetName: version ? `${subject.name} v${version.number}` : subject.name,
  };
}

/** A fact as the live stream tells it; null for what is not told, or told gathered. */
export function eventRow({ actor, fact, at }: Entry): EventRow | null {
  const { heardWith, gathered } = rules[fact.name];
  if (fact.projectId === null || !heardWith || gathered) return null;
  const whole = JSON.stringify({ subject: fact.subject, detail: fact.detail, by: actor.name });
  const isShort = whole.length <= limits.eventCharacters;
  const data = isShort ? whole : JSON.stringify({ subject: fact.subject, detail: null, by: actor.name });
  return { at, projectId: fact.projectId, kind: fact.name, ...scopeOf(fact.subject), data };
}

/** The thing with grants of its own that a subject is or lies in. */
export function scopeOf(subject: Subject): { scopeKind: string | null; scopeId: string | null } {
  if (subject.kind === "model" || subject.kind === "dataset" || subject.kind === "notebook")
    return { scopeKind: subject.kind, scopeId: subject.id };
  if (subject.kind === "source" || subject.kind === "label-task")
    return { scopeKind: "dataset", scopeId: subject.dataset };
  if (subject.kind === "job" && subject.dataset) return { scopeKind: "dataset", scopeId: subject.dataset };
  const experiment = subject.kind === "experiment" ? subject.id : experimentOf(subject);
  return experiment === null
    ? { scopeKind: null, scopeId: null }
    : { scopeKind: "experiment", scopeId: String(experiment) };
}

function experimentOf(subject: Subject): number | null {
  return "experiment" in subject ? subject.experiment : null;
}

/** Writes what was recorded, inside an open transaction. */
export type Writer = {
  audit(rows: AuditRow[]): Promise<void>;
  /**
   * Events of a project get their numbers in the order in which they are committed,
   * so that a reader who goes by number misses none.
   */
  events(rows: EventRow[]): Promise<void>;
  /** Puts a call on its way to every webhook of a project that asked for the event. */
  webhooks(projectId: string, event: string, payload: string): Promise<void>;
};

/** The writer of a transaction of Prisma's or of one below it. */
export function writerOf(tx: Tx | Sql, provider: Provider): Writer {
  return "provider" in tx ? sqlWriter(tx) : prismaWriter(tx, provider);
}

function prismaWriter(tx: Tx, provider: Provider): Writer {
  return {
    audit: async (data) => void (await tx.auditEvent.createMany({ data })),
    events: async (data) => {
      if (provider === "postgresql") await tx.$executeRawUnsafe(lockProjects, projectsOf(data));
      await tx.projectEvent.createMany({ data });
    },
    webhooks: async (projectId, event, payload) => {
      const where = { projectId, status: "ACTIVE" };
      const found = await tx.webhook.findMany({ where, select: { id: true, events: true }, take: 1_000 });
      const asked = found.filter(({ events }) => (JSON.parse(events) as string[]).includes(event));
      if (asked.length === 0) return;
      await tx.webhookDelivery.createMany({
        data: asked.map(({ id }) => ({ webhookId: id, event, payload })),
      });
    },
  };
}

function sqlWriter(sql: Sql): Writer {
  return {
    audit: async (rows) => void (await sql.insert("AuditEvent", columnsOf(rows), "")),
    events: async (rows) => {
      if (sql.provider === "postgresql") await sql.all(lockProjects, [projectsOf(rows)]);
      await sql.insert("ProjectEvent", columnsOf(rows), "");
    },
    webhooks: async (_projectId, event) => {
      throw new Error(`${event} is told by a transaction of Prisma's`);
    },
  };
}

function columnsOf(rows: readonly Record<string, string | Date | null>[]) {
  const names = Object.keys(rows[0]!);
  const text = (value: string | Date | null | undefined) =>
    value instanceof Date ? dateText(value) : (value ?? null);
  return Object.fromEntries(
    names.map((name) => [
      name,
      { type: name === "at" ? "timestamp" : "text", values: rows.map((row) => text(row[name])) },
    ]),
  );
}

function projectsOf(rows: readonly EventRow[]): string {
  return JSON.stringify([...new Set(rows.map(({ projectId }) => projectId))]);
}

/** Marks the locks of events among those of PostgreSQL that a program names itself. */
const lockClass = 1_346_721_353;

/**
 * PostgreSQL hands a number out before the commit: without a lock, a smaller number might become visible
 * after a greater one. All of a transaction's locks are taken at its end and in one order, so that no two
 * wait on each other.
 */
const lockProjects = `SELECT pg_advisory_xact_lock(${lockClass}, "key")
  FROM (SELECT DISTINCT hashtext("value") AS "key" FROM json_array_elements_text($1::json) ORDER BY 1)
    AS "projects"`;
