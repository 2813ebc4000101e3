import * as z from "zod";
import { rowNumber } from "@/lib/row-number";
import { mlflowPermissions } from "./mlflow-permissions";
import { experimentNumber, int64, name, text } from "./fields";

const username = name.refine(
  (value) => value.trim() === value && value.length <= 254,
  "expected a name or an e-mail of at most 254 characters",
);
const password = text.refine(
  (value) => value.length >= 8 && value.length <= 200,
  "expected a password of 8 to 200 characters",
);
const permission = z.enum(
  mlflowPermissions,
  `Invalid permission. Valid permissions are: ${mlflowPermissions.join(", ")}`,
);
const roleId = int64.pipe(rowNumber);
const roleName = name
  .refine((value) => value.trim() !== "", "Role name cannot be empty.")
  .pipe(z.string().max(255));
const resource = { resource_type: name, resource_id: name };

export const userRef = z.object({ username });
export const createUserInput = userRef.extend({ password });
export const passwordInput = createUserInput.extend({ current_password: text.optional() });
export const administratorInput = userRef.extend({ is_admin: z.boolean() });

export const experimentAccessRef = z.object({ experiment_id: experimentNumber, username });
export const experimentAccessInput = experimentAccessRef.extend({ permission });
export const modelAccessRef = z.object({ name, username });
export const modelAccessInput = modelAccessRef.extend({ permission });
export const accessRef = userRef.extend(resource);
export const accessInput = accessRef.extend({ permission });

export const createRoleInput = z.object({ name: roleName, workspace: name, description: text.optional() });
export const listRolesInput = z.object({ workspace: z.union([text, z.array(text)]).optional() });
export const roleRef = z.object({ role_id: roleId });
export const editRoleInput = roleRef
  .extend({ name: roleName.optional(), description: text.optional() })
  .refine(
    (input) => input.name !== undefined || input.description !== undefined,
    "At least one of 'name' or 'description' must be provided to update a role.",
  );
export const rolePermissionInput = roleRef.extend({
  resource_type: name,
  resource_pattern: name,
  permission,
});
export const rolePermissionRef = z.object({ role_permission_id: roleId });
export const editRolePermissionInput = rolePermissionRef.extend({ permission });
export const assignmentInput = roleRef.extend({ username });
