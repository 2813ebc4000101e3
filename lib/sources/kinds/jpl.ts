import * as z from "zod";
import { sourceKind } from "./kind";

/** Objects of JPL's small-body database, which grows every day. */
export const jpl = sourceKind({
  name: "jpl",
  label: "NASA/JPL catalogue",
  about: "Near-earth objects of JPL’s small-body database",
  config: z.strictObject({
    group: z.enum(["neo", "pha"]).default("neo"),
    objects: z.coerce.number().int().min(1).max(100_000).default(5_000),
  }),
  fields: [
    {
      name: "group",
      label: "Objects",
      input: "choice",
      choices: [
        { value: "neo", label: "Near-earth objects" },
        { value: "pha", label: "Potentially hazardous asteroids" },
      ],
    },
    {
      name: "objects",
      label: "How many at most",
      input: "number",
      placeholder: "5000",
      hint: "In the order of the catalogue. The key is spkid.",
    },
  ],
  place: ({ group }) =>
    `JPL’s small-body database, ${group === "pha" ? "hazardous asteroids" : "near-earth objects"}`,
  destination: () => "jpl",
});
