import { AppError } from "@/lib/errors";

type Place = { createdAt: Date; id: string };

/** Where a page of jobs ends, as an address carries it. */
export function cursorText({ createdAt, id }: Place): string {
  return `${createdAt.getTime()}_${id}`;
}

/**
 * The place in the list of jobs that a page's cursor stands for.
 * @throws {AppError} INVALID for a text that `cursorText` did not make
 */
export function cursorOf(text: string): Place {
  const [, time, id] = /^(\d{1,15})_(.{1,100})$/.exec(text) ?? [];
  if (!time || !id) throw new AppError("INVALID", "This page of jobs does not exist. Begin with the first.");
  return { createdAt: new Date(Number(time)), id };
}
