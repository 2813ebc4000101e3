import type { Actor } from "@/lib/auth/actor";
import { addVersion, asking, type DataDeps } from "@/lib/datasets/commands";
import { tableOf } from "@/lib/datasets/masked-file";
import { findVersion, type Version } from "@/lib/datasets/queries";
import type { Reader } from "@/lib/datasets/reader";
import type { Origin } from "@/lib/datasets/write-version";
import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { textColumn, type Column, type Frame } from "@/lib/frame/frame";
import { countsOf, type Task } from "./queries";
import type { SaveBody } from "./schema";
import { outcomeOf, type Outcome } from "./task";

type Person = Actor & { id: string };
type Said = { row: number; class: number | null; labels: number; share: number };

/** A version with the labels of a task; rows of each outcome, and how many found their row. */
export type SavedLabels = { version: Version; rows: Record<Outcome, number>; attached: number };

/**
 * Makes a version of the rows with what the labels say of them in columns; rows without a class, and those
 * that are not in the task, have none.
 *
 * @throws {AppError} INVALID where a name is taken or a key is none; CONFLICT where no row has a class yet
 */
export async function saveLabels(
  deps: DataDeps,
  actor: Person,
  input: { reader: Reader; task: Task; body: SaveBody; signal: AbortSignal },
): Promise<SavedLabels> {
  const { reader, task, body, signal } = input;
  const { projectId } = reader;
  const where = { projectId, name: body.name ?? task.dataset, signal };
  const { said, rows } = await resultOf(deps, task);
  if (said.every((one) => one.class === null))
    throw new AppError("CONFLICT", "No row has a class yet: label rows, or settle those that disagree.");
  const labelled = await findVersion(deps.db, reader, task.dataset, task.version.number);
  const { onto } = body;
  const base = onto ? await findVersion(deps.db, reader, task.dataset, onto.version) : labelled;
  const table = await tableOf(deps, reader, base, asking(actor, where));
  const source = onto
    ? { table: await tableOf(deps, reader, labelled, asking(actor, where)), key: onto.key }
    : null;
  // Rows that nobody has labelled need no key.
  const values = frameOf(onto ? said.filter(({ labels }) => labels > 0) : said, task, body);
  let attached = 0;
  const version = await addVersion(
    deps,
    actor,
    where,
    async (made) => {
      const written = await deps.engine.run(
        "attach",
        { table, source, values, ...made },
        asking(actor, where),
      );
      ({ attached } = written);
      return { ...written, through: table.through };
    },
    originOf({ task, body, base, labelled, rows }),
  );
  return { version, rows, attached };
}

async function resultOf({ db }: DataDeps, task: Task) {
  const counts = await countsOf(db, task);
  const queue = await db.labelRow.findMany({
    where: { taskId: task.id },
    select: { position: true, row: true, settled: true },
    orderBy: { row: "asc" },
  });
  const rows: Record<Outcome, number> = {
    labelled: 0,
    settled: 0,
    disagreed: 0,
    incomplete: 0,
    unlabelled: 0,
  };
  const none = task.classes.map(() => 0);
  const said = queue.map(({ position, row, settled }): Said => {
    const of = counts.get(position) ?? none;
    const { outcome, class: place } = outcomeOf({ counts: of, settled }, task.perRow);
    rows[outcome]++;
    const labels = of.reduce((sum, count) => sum + count, 0);
    return { row, class: place, labels, share: place === null || labels === 0 ? NaN : of[place]! / labels };
  });
  return { said, rows };
}

function frameOf(said: readonly Said[], { classes }: Task, { column, counts, agreement }: SaveBody): Frame {
  const names = said.map((one) => (one.class === null ? null : classes[one.class]!));
  const numbers = (name: string, type: "integer" | "number", of: (one: Said) => number): Column => ({
    name,
    type,
    values: Float64Array.from(said, of),
  });
  return {
    rows: said.length,
    columns: [
      numbers("row", "integer", ({ row }) => row),
      textColumn(column, names, said.length),
      ...(counts ? [numbers(`${column}_labels`, "integer", ({ labels }) => labels)] : []),
      ...(agreement ? [numbers(`${column}_agreement`, "number", ({ share }) => share)] : []),
    ],
  };
}

function originOf({
  task,
  body,
  base,
  labelled,
  rows,
}: {
  task: Task;
  body: SaveBody;
  base: Version;
  labelled: Version;
  rows: Record<Outcome, number>;
}): Origin {
  const given = rows.labelled + rows.settled;
  const open = rows.disagreed + rows.incomplete + rows.unlabelled;
  const found = body.onto ? `, found again by ${body.onto.key.join(", ")}` : "";
  const what =
    `${body.column} from the labels of ${task.name}: ${integer(given)} of ${integer(task.rows)} rows, ` +
    `${integer(rows.settled)} of them settled, ${integer(open)} left missing${found}`;
  const others = base.id === labelled.id ? [] : [labelled];
  return {
    origin: "labels",
    source: task.name,
    sourceHash: labelled.sha256 || null,
    simulated: base.simulated || labelled.simulated,
    recipe: null,
    from: [
      { node: { kind: "dataset", id: base.id }, how: what.slice(0, 500) },
      ...others.map(({ id }) => ({
        node: { kind: "dataset" as const, id },
        how: "the rows that were labelled",
      })),
      { node: { kind: "label-task", id: task.id }, how: what.slice(0, 500) },
    ],
  };
}
