import * as z from "zod";

/** The largest number that a row, version or revision has: a whole number of the database holds 32 bits. */
export const largestRowNumber = 2 ** 31 - 1;

/** The number of a row, version or revision in a JSON body. */
export const rowNumber = z.number().int().min(0).max(largestRowNumber);

/** The same in an address, where it is text. */
export const rowNumberText = z.coerce.number().int().min(0).max(largestRowNumber);
