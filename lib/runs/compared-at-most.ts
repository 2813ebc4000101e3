/** Runs that stand side by side on one page. */
export const comparedAtMost = 50;
