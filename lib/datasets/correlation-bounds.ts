/** Columns that stand in a matrix, the first ones of the file. */
export const mostCorrelated = 200;
