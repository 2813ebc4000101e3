/** Marks that may stand between groups of three digits. */
export const thousandsMarks = [
  { value: ".", label: "dot" },
  { value: ",", label: "comma" },
  { value: " ", label: "space" },
  { value: "'", label: "apostrophe" },
] as const;
