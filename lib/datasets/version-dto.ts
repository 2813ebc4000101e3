import type { Version } from "./queries";

/** A version as the API tells of it. */
export function toVersionDto({
  dataset,
  id,
  number,
  sha256,
  bytes,
  rows,
  columns,
  origin,
  source,
  simulated,
  recipe,
  importNote,
  validation,
  importedWith,
  masks,
  hiddenSteps,
  createdAt,
}: Version) {
  return {
    id,
    name: dataset.name,
    number,
    sha256: sha256 || null,
    bytes,
    rows,
    columns,
    origin,
    source,
    simulated,
    recipe,
    importNote,
    validation,
    importedWith,
    masks,
    ...(hiddenSteps > 0 ? { hiddenSteps } : {}),
    createdAt,
  };
}
