import * as z from "zod";
import { roles } from "./permissions";

export const email = z
  .email("expected an e-mail address")
  .max(254)
  .transform((value) => value.toLowerCase());
export const personName = z.string().trim().min(1, "expected a name").max(100);
export const password = z.string().min(8, "expected at least 8 characters").max(200);
export const role = z.enum(roles);

export const setupBody = z.strictObject({ name: personName, email, password });
export const joinBody = z.strictObject({ name: personName, email, password });
export const tokenBody = z.strictObject({
  name: z.string().trim().min(1, "expected a name").max(100),
  expiresInDays: z.number().int().min(1).max(3_650).nullable().default(90),
});
