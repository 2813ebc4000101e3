import { existsSync } from "node:fs";
import path from "node:path";

const shared = path.resolve("../shared/data");

/**
 * The real file of near-earth objects, where the machine has it; tests that need it are skipped elsewhere.
 */
export const nasaFile = existsSync(path.join(shared, "nasa.csv")) ? path.join(shared, "nasa.csv") : null;
