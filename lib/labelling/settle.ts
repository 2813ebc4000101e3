import type { Actor } from "@/lib/auth/actor";
import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { record } from "@/lib/events/record";
import { classOf, subjectOf } from "./give";
import { lockTask } from "./lock-task";
import { countsOf, findRow, type Task } from "./queries";
import { majorityOf, outcomeOf } from "./task";

type Person = Actor & { id: string };
type Of = { projectId: string; task: Task; now: Date };

/**
 * Settles by hand what a row is, or takes that back; labels of people stay as they are.
 *
 * @throws {AppError} CONFLICT for a row that nobody has labelled
 */
export async function settleRow(
  db: Db,
  actor: Person,
  { projectId, task, now, ...asked }: Of & { position: number; class: string | null },
): Promise<void> {
  const place = classOf(task, asked.class);
  const { position } = asked;
  await db.$transaction(async (tx) => {
    await lockTask(tx, projectId, task.id);
    const row = await findRow(tx, task, position);
    if (place !== null && row.labels === 0)
      throw new AppError("CONFLICT", "Nobody has labelled this row yet: there is nothing to settle.");
    const settled = { settled: place, settledHow: "hand", settledBy: actor.id, settledAt: now };
    const open = { settled: null, settledHow: null, settledBy: null, settledAt: null };
    await tx.labelRow.update({
      where: { taskId_position: { taskId: task.id, position } },
      data: place === null ? open : settled,
    });
    record(tx, actor, {
      name: "label.settle",
      projectId,
      subject: subjectOf(task),
      detail: { how: place === null ? "taken back" : "hand", rows: 1, row: row.row },
    });
  });
}

/** What the rule of the majority settled, and what it leaves open. */
export type Settled = { settled: number; ties: number; withoutMajority: number };

/** A statement takes so many positions. */
const settledAtOnce = 2_000;

/**
 * Settles the rows whose labels disagree by what more than half of them say. Rows in which two classes are
 * said most often, or none by more than half, stay open.
 *
 * @param incomplete whether rows that have fewer labels than were asked for are settled too
 */
export async function settleByMajority(
  db: Db,
  actor: Person,
  { projectId, task, now, incomplete }: Of & { incomplete: boolean },
): Promise<Settled> {
  return db.$transaction(async (tx) => {
    await lockTask(tx, projectId, task.id);
    const counts = await countsOf(tx, task);
    const queue = await tx.labelRow.findMany({
      where: { taskId: task.id, settled: null, labels: { gt: 0 } },
      select: { position: true, labels: true },
    });
    const outcome = { settled: 0, ties: 0, withoutMajority: 0 };
    const byClass = task.classes.map((): number[] => []);
    for (const { position, labels } of queue) {
      const row = counts.get(position)!;
      const { outcome: is } = outcomeOf({ counts: row, settled: null }, task.perRow);
      if (is === "labelled" || (labels < task.perRow && !incomplete)) continue;
      const majority = majorityOf(row);
      if (majority === "tie") outcome.ties++;
      else if (majority === "none") outcome.withoutMajority++;
      else {
        byClass[majority]!.push(position);
        outcome.settled++;
      }
    }
    const how = { settledHow: "majority", settledBy: actor.id, settledAt: now };
    for (const [place, positions] of byClass.entries())
      for (let start = 0; start < positions.length; start += settledAtOnce) {
        const position = { in: positions.slice(start, start + settledAtOnce) };
        await tx.labelRow.updateMany({
          where: { taskId: task.id, position },
          data: { settled: place, ...how },
        });
      }
    if (outcome.settled > 0)
      record(tx, actor, {
        name: "label.settle",
        projectId,
        subject: subjectOf(task),
        detail: { how: "majority", rows: outcome.settled },
      });
    return outcome;
  });
}
