import type * as z from "zod";
import { AppError } from "@/lib/errors";
import type { SourceKind } from "./kinds/kind";
import { sourceKindOf } from "./kinds";

/** Settings of a source that were read by its kind, and what they mean. */
export type ParsedConfig = {
  kind: SourceKind;
  config: Record<string, unknown>;
  place: string;
  destination: string;
  query: string | null;
};

/** Reads a source's settings by its kind. @throws {z.ZodError} naming the field that is not usable */
export function parseConfig(kindName: string, given: unknown): ParsedConfig {
  const kind = sourceKindOf(kindName);
  const config = kind.config.parse(given) as Record<string, unknown>;
  const known: { config: z.output<z.ZodType> } = { config };
  return {
    kind,
    config,
    place: kind.place(known.config),
    destination: kind.destination(known.config),
    query: kind.query(known.config),
  };
}

/**
 * A secret as it is sealed; null where none was given.
 * @throws {AppError} INVALID where its kind takes none
 */
export function secretText(
  kind: SourceKind,
  given: Record<string, string> | null | undefined,
): string | null {
  const filled = Object.entries(given ?? {}).filter(([, value]) => value !== "");
  if (filled.length === 0) return null;
  if (!kind.secret) throw new AppError("INVALID", `A source of the kind ${kind.label} takes no secret.`);
  return JSON.stringify(kind.secret.parse(Object.fromEntries(filled)));
}

/** For what a source's secret is sealed: this source, and the place that it is sent to. */
export function sealPurpose(sourceId: string, { kind, destination }: ParsedConfig): string {
  return `source ${sourceId} ${kind.name} ${destination}`;
}
