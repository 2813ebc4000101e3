/** What went wrong, in the caller's words; each transport maps it to its own protocol. */
export type ErrorCode =
  | "INVALID"
  | "UNAUTHENTICATED"
  | "FORBIDDEN"
  | "NOT_FOUND"
  | "CONFLICT"
  /** The name is taken. */
  | "EXISTS"
  /** Part of a protocol that this product leaves out on purpose. */
  | "NOT_OFFERED"
  | "TOO_LARGE"
  | "TOO_MANY"
  | "TIMEOUT"
  | "UNAVAILABLE"
  /** There is no room left to write to. */
  | "FULL"
  /** What is kept is no longer what was put. */
  | "DAMAGED";

/** What the caller may choose among to go on: values of an option of the import. */
export type Choices = {
  format: "xlsx" | "json" | "parquet";
  option: "sheet" | "path" | "partitions";
  values: string[];
};

/** An error the user can understand. Anything else that is thrown is a bug and answers 500. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly choices: Choices | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    { choices, ...options }: ErrorOptions & { choices?: Choices | undefined } = {},
  ) {
    super(message, options);
    this.name = "AppError";
    this.code = code;
    this.choices = choices;
  }
}

/** Whether a write failed because a row with the same unique key exists (Prisma code P2002). */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "P2002";
}
