import type { AccessFilter } from "@/lib/auth/access-filter";
import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import type { ColumnSchema } from "@/lib/frame/frame";
import { fitProblems, renamesFor, type FitProblem } from "./fit-check";
import type { Version } from "./queries";
import type { Reader } from "./reader";
import { readSeconds } from "./second-versions";

/** A recipe that is to be applied, and to what. */
export type ToApply = {
  reader: Reader;
  /** The version whose recipe is applied. */
  recipe: Version;
  /** The rows that it is applied to. */
  to: Version;
  /** The table's name of a column, by the recipe's, where they differ. */
  columns: Readonly<Record<string, string>>;
  /** The datasets that who asks may read: steps of the recipe may read others than the two. */
  access: AccessFilter;
};

/**
 * Whether the recipe of a version can be applied to the rows of another one, and what stands in the way.
 *
 * @throws {AppError} INVALID for names of columns that cannot be given
 */
export async function fitOf(db: Db, { recipe, to, reader, columns: names, access }: ToApply) {
  const own = await readSeconds(db, reader, recipe.recipe ?? [], access);
  const renames = renamesFor(to.columns, names);
  const columns = to.columns.map((column) => renamed(column, names));
  const made = await madeFor(db, reader.projectId, recipe);
  return { own, renames, problems: fitProblems({ made, steps: own.steps, seconds: own.seconds, columns }) };
}

/** The same as sentences for who chooses the table; also where there is no recipe, or none to be seen. */
export async function fitProblemsOf(db: Db, asked: ToApply): Promise<FitProblem[]> {
  const { dataset, number, recipe, hiddenSteps } = asked.recipe;
  if (!recipe) return [{ absent: null, message: `${dataset.name} v${number} was not made by a recipe.` }];
  if (hiddenSteps > 0)
    return [{ absent: null, message: "The recipe learned from columns that are masked for you." }];
  try {
    return (await fitOf(db, asked)).problems;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "INVALID") throw error;
    return [{ absent: null, message: error.message }];
  }
}

function renamed(column: ColumnSchema, names: Readonly<Record<string, string>>): ColumnSchema {
  const name = Object.keys(names).find((one) => names[one] === column.name);
  return name === undefined ? column : { ...column, name };
}

/** The columns that a recipe was made for; null where the version that it read is gone. */
async function madeFor(db: Db, projectId: string, recipe: Version): Promise<ColumnSchema[] | null> {
  const read = await db.datasetVersion.findFirst({
    where: { projectId, sha256: recipe.sourceHash ?? "" },
    select: { columns: true },
  });
  return read && (JSON.parse(read.columns) as ColumnSchema[]);
}
