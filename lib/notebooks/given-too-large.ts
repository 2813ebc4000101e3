import { limits } from "@/lib/limits";

/** What is said where a Python cell reads more from other languages than may be given to it. */
export const givenTooLarge =
  `What the cell reads from other languages is more than ${limits.kernelValueBytes / 2 ** 20} MB. ` +
  "Choose columns, filter, or count first; datasets are read by dataset() in Python.";
