/** Of a wide table so many columns are drawn at once. */
export const columnsAtOnce = 100;
