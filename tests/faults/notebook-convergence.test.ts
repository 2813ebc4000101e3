import { test } from "vitest";
import { workTogether } from "../notebook-clients";

test("eight people with ten thousand acts each end with the same, and no letter is lost", () => {
  workTogether({ clients: 8, acts: 10_000, seed: 20_260_601 });
}, 600_000);
