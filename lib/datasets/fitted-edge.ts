/** How the lineage says that a version's recipe came, as it was fitted, from another version. */
export const learnedElsewhere = "its recipe and what it learned";
