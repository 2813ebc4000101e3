/** What a recipe in TypeScript calls; it is bundled into one text, which stands behind the recipe. */
export { readRow, writeRow } from "../row-values";
export { binaryValue as binary, callFunction as call } from "../formula-evaluate";
export { lookUp, negative, not, pick, put, rename } from "./row-acts";
