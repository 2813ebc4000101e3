import * as z from "zod";
import { rowNumber } from "@/lib/row-number";
import { accessLevels } from "./access-level";
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
const groupName = z.string().trim().min(1, "expected a name").max(100);
export const groupBody = z.strictObject({
  name: groupName,
  description: z.string().trim().max(1_000).default(""),
});
export const editGroupBody = z.strictObject({
  name: groupName.optional(),
  description: z.string().trim().max(1_000).optional(),
  /** The role that the group gives in the project; null for none. Owners are people. */
  role: z.enum(["VIEWER", "EDITOR", "MAINTAINER"]).nullable().optional(),
});
const named = z.string().min(1).max(300);
export const grantBody = z.strictObject({
  /** Who: a person by id or e-mail, or a group by its number. */
  subject: z.union([z.strictObject({ person: named }), z.strictObject({ group: rowNumber })]),
  on: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("experiment"), name: named }),
    z.strictObject({ kind: z.literal("model"), name: named }),
    z.strictObject({ kind: z.literal("dataset"), name: named }),
    z.strictObject({ kind: z.literal("notebook"), id: named }),
  ]),
  access: z.enum(accessLevels),
});

export const tokenBody = z.strictObject({
  name: z.string().trim().min(1, "expected a name").max(100),
  expiresInDays: z.number().int().min(1).max(3_650).nullable().default(90),
});

export const accountBody = z.strictObject({ name: personName, current: z.string().max(200) });
export const ownPasswordBody = z.strictObject({
  current: z.string().max(200),
  password,
  revokeTokens: z.boolean().default(true),
});
export const linkPasswordBody = z.strictObject({ password, revokeTokens: z.boolean().default(true) });
export const passwordLinkParams = z.object({ secret: z.string().max(200) });
export const personParams = z.object({ userId: z.string().max(100) });
export const personBody = z.strictObject({
  disabled: z.boolean().optional(),
  administrator: z.boolean().optional(),
});
export const peopleQuery = z.strictObject({
  search: z.string().max(200).default(""),
  after: z.string().max(254).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
});
