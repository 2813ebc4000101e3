import * as z from "zod";
import { role } from "@/lib/auth/schema";
import { limits } from "@/lib/limits";
import { pageLimit } from "@/lib/page";
import { rowNumberText } from "@/lib/row-number";
import { projectRules } from "./rules";

export const slug = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?$/,
    "expected lower-case letters, digits and hyphens, at most 62",
  );

export const createProjectBody = z.strictObject({
  name: z.string().trim().min(1, "expected a name").max(100),
  slug,
});
export const editProjectBody = z.strictObject({
  name: z.string().trim().min(1, "expected a name").max(100).optional(),
  objective: z.string().max(2_000).optional(),
  rules: projectRules.optional(),
});
export const invitationBody = z.strictObject({ role });
export const memberParams = z.object({ projectSlug: z.string(), userId: z.string() });
export const membersQuery = z.strictObject({
  after: z.string().max(1_000).optional(),
  limit: pageLimit(200),
});
/** Search parameters of the page of members. */
export const membersSearch = z.object({ after: z.string().max(1_000).optional().catch(undefined) });
const limit = pageLimit(200);
export const grantsQuery = z.strictObject({ after: rowNumberText.optional(), limit });
export const groupsQuery = z.strictObject({ after: z.string().max(300).optional(), limit });
export const groupParams = z.object({ projectSlug: z.string(), groupId: rowNumberText });
export const groupMemberParams = groupParams.extend({ userId: z.string() });
export const grantParams = z.object({ projectSlug: z.string(), grantId: rowNumberText });
export const roleBody = z.strictObject({ role });
export const auditQuery = z.strictObject({
  before: rowNumberText.optional(),
  limit: pageLimit(limits.pageSize),
});
export const searchQuery = z.strictObject({ q: z.string().trim().max(200).default("") });
