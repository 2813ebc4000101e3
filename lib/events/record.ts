import type { Actor } from "@/lib/auth/actor";
import type { Tx } from "@/lib/db/client";
import type { Direct, Sql } from "@/lib/db/direct";
import { transactionOf, type Transaction } from "@/lib/db/transaction";
import { bus } from "./bus";
import { rules, type Fact } from "./facts";
import { gather } from "./gather";
import { auditRow, eventRow, writerOf, type Entry } from "./rows";
import { webhookBody, webhookEventOf } from "./webhook-events";

const noted = new WeakMap<Transaction, Entry[]>();

/**
 * Notes that something happened. The audit, the event of the live stream and the calls of webhooks become
 * part of the transaction of the change, as its last step; listeners are woken once it is committed, so
 * nobody hears of what was rolled back.
 *
 * @param tx what `$transaction` or `transaction` gave to the command, never the database itself
 */
export function record(tx: Tx | Sql, actor: Actor, fact: Fact): void {
  const transaction = transactionOf(tx);
  const entry = { actor, fact, at: new Date() };
  const entries = noted.get(transaction);
  if (entries) return void entries.push(entry);
  const first = [entry];
  noted.set(transaction, first);
  transaction.beforeCommit(() => write(tx, transaction.direct, first));
  transaction.afterCommit(() => wake(transaction.direct, first));
}

async function write(tx: Tx | Sql, { provider }: Direct, entries: readonly Entry[]): Promise<void> {
  const writer = writerOf(tx, provider);
  const audited = entries.filter(({ fact }) => rules[fact.name].audited);
  if (audited.length > 0) await writer.audit(audited.map(auditRow));
  for (const { fact, at } of entries) {
    const call = webhookEventOf(fact);
    if (call && fact.projectId !== null)
      await writer.webhooks(fact.projectId, call.event, webhookBody(call.event, call.data, at));
  }
  // Last, because from here to the commit nobody else writes events of these projects.
  const events = entries.flatMap((entry) => eventRow(entry) ?? []);
  if (events.length > 0) await writer.events(events);
}

/** After these a job waits for a worker. */
const queueing: ReadonlySet<string> = new Set(["job.queue", "job.requeue", "job.retry"]);

function wake(direct: Direct, entries: readonly Entry[]): void {
  const projects = new Set<string>();
  for (const { fact } of entries) {
    const rule = rules[fact.name];
    if (rule.changesRights) bus().emit("rights", fact.projectId);
    if (queueing.has(fact.name)) bus().emit("queue");
    if (rule.gathered) gather(direct, fact);
    else if (fact.projectId !== null && rule.heardWith) projects.add(fact.projectId);
  }
  for (const projectId of projects) bus().emit("project", projectId);
}
