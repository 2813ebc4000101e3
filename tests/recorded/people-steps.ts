import type { Step, Story } from "./story";

/** Webhooks, groups, permissions and accounts of MLflow's auth client. */
export function permissionSteps({
  admin,
  db,
  root,
  mlflow,
  kept,
  put,
  send,
  post,
  patch,
  remove,
  guest,
}: Story): Step[] {
  return [
    [
      "POST /mlflow/webhooks",
      ["webhook.create"],
      () =>
        put(
          "webhook",
          admin<{ webhook: { webhook_id: string } }>("POST", `${mlflow}/webhooks`, {
            name: "w",
            url: "http://127.0.0.1:9",
            events: [{ entity: "REGISTERED_MODEL", action: "CREATED" }],
          }),
          ({ webhook }) => webhook.webhook_id,
        ),
    ],
    [
      "PATCH /mlflow/webhooks/:webhook_id",
      ["webhook.edit"],
      () => patch(`webhooks/${kept.webhook}`, { description: "d" })(),
    ],
    [
      "DELETE /mlflow/webhooks/:webhook_id",
      ["webhook.delete"],
      () => remove(`webhooks/${kept.webhook}`, {})(),
    ],
    ...(["experiments", "registered-models"] as const).flatMap((kind): Step[] => {
      const on = () => ({
        ...(kind === "experiments" ? { experiment_id: kept.experiment } : { name: "m" }),
        username: "Guest",
      });
      const path = `${kind}/permissions`;
      return [
        [
          `POST /mlflow/${path}/create`,
          ["permission.grant"],
          () => post(`${path}/create`, { ...on(), permission: "READ" })(),
        ],
        [
          `PATCH /mlflow/${path}/update`,
          ["permission.grant"],
          () => patch(`${path}/update`, { ...on(), permission: "EDIT" })(),
        ],
        [`DELETE /mlflow/${path}/delete`, ["permission.revoke"], () => remove(`${path}/delete`, on())()],
      ];
    }),
    ...(["grant", "revoke"] as const).map((what): Step => [
      `POST /mlflow/users/permissions/${what}`,
      [`permission.${what}`],
      post(`users/permissions/${what}`, {
        username: "Guest",
        resource_type: "registered_model",
        resource_id: "m",
        ...(what === "grant" ? { permission: "READ" } : {}),
      }),
    ]),
    [
      "POST /mlflow/roles/create",
      ["group.create"],
      () =>
        put(
          "group",
          admin<{ role: { id: number } }>("POST", `${mlflow}/roles/create`, {
            name: "g",
            workspace: "neo",
          }),
          ({ role }) => role.id,
        ),
    ],
    [
      "PATCH /mlflow/roles/update",
      ["group.change"],
      () => patch("roles/update", { role_id: kept.group, name: "h" })(),
    ],
    [
      "POST /mlflow/roles/assign",
      ["group.join"],
      () => post("roles/assign", { role_id: kept.group, username: "Guest" })(),
    ],
    [
      "POST /mlflow/roles/permissions/add",
      ["permission.grant"],
      () =>
        put(
          "rolePermission",
          admin<{ role_permission: { id: number } }>("POST", `${mlflow}/roles/permissions/add`, {
            role_id: kept.group,
            resource_type: "registered_model",
            resource_pattern: "m",
            permission: "READ",
          }),
          ({ role_permission }) => role_permission.id,
        ),
    ],
    [
      "PATCH /mlflow/roles/permissions/update",
      ["permission.grant"],
      () =>
        patch("roles/permissions/update", {
          role_permission_id: kept.rolePermission,
          permission: "EDIT",
        })(),
    ],
    [
      "DELETE /api/projects/:projectSlug/grants/:grantId",
      ["permission.revoke"],
      async () => {
        await post("roles/permissions/add", {
          role_id: kept.group,
          resource_type: "experiment",
          resource_pattern: "*",
          permission: "READ",
        })();
        const { id } = await db.grant.findFirstOrThrow({ where: { scopeKind: "experiments" } });
        return send("DELETE", `${root}/grants/${id}`);
      },
    ],
    [
      "DELETE /mlflow/roles/permissions/remove",
      ["permission.revoke"],
      () => remove("roles/permissions/remove", { role_permission_id: kept.rolePermission })(),
    ],
    [
      "DELETE /mlflow/roles/unassign",
      ["group.leave"],
      () => remove("roles/unassign", { role_id: kept.group, username: "Guest" })(),
    ],
    [
      "DELETE /mlflow/roles/delete",
      ["group.delete"],
      () => remove("roles/delete", { role_id: kept.group })(),
    ],
    [
      "DELETE /mlflow/registered-models/delete",
      ["model.delete"],
      remove("registered-models/delete", { name: "m" }),
    ],
    [
      "DELETE /api/projects/:projectSlug/models/:name",
      ["model.delete"],
      async () => {
        await post("registered-models/create", { name: "n" })();
        return send("DELETE", `${root}/models/n`, { reason: "wrong" });
      },
    ],
    [
      "DELETE /api/projects/:projectSlug/members/:userId",
      ["member.remove"],
      () => send("DELETE", `${root}/members/${guest.id}`),
    ],
    [
      "POST /mlflow/users/create",
      ["user.create"],
      post("users/create", { username: "temp", password: "long enough" }),
    ],
    [
      "PATCH /mlflow/users/update-admin",
      ["user.administrator"],
      patch("users/update-admin", { username: "temp", is_admin: true }),
    ],
    [
      "PATCH /mlflow/users/update-password",
      ["user.password"],
      patch("users/update-password", { username: "temp", password: "longer enough" }),
    ],
    ["DELETE /mlflow/users/delete", ["user.delete"], remove("users/delete", { username: "temp" })],
  ];
}

/** Groups and permissions, by pages. */
export function groupSteps({ admin, root, kept, put, send, guest }: Story): Step[] {
  const groups = `${root}/groups`;
  return [
    [
      "POST /api/projects/:projectSlug/groups",
      ["group.create"],
      () => put("own", admin<{ id: number }>("POST", groups, { name: "own" }), ({ id }) => id),
    ],
    [
      "PATCH /api/projects/:projectSlug/groups/:groupId",
      ["group.change"],
      () => send("PATCH", `${groups}/${kept.own}`, { name: "ours" }),
    ],
    [
      "PUT /api/projects/:projectSlug/groups/:groupId/members/:userId",
      ["group.join"],
      () => send("PUT", `${groups}/${kept.own}/members/${guest.id}`, {}),
    ],
    [
      "POST /api/projects/:projectSlug/grants",
      ["permission.grant"],
      () =>
        send("POST", `${root}/grants`, {
          subject: { group: Number(kept.own) },
          on: { kind: "dataset", name: "neo" },
          access: "viewer",
        }),
    ],
    [
      "DELETE /api/projects/:projectSlug/groups/:groupId/members/:userId",
      ["group.leave"],
      () => send("DELETE", `${groups}/${kept.own}/members/${guest.id}`),
    ],
    [
      "DELETE /api/projects/:projectSlug/groups/:groupId",
      ["group.delete"],
      () => send("DELETE", `${groups}/${kept.own}`),
    ],
  ];
}

/** Accounts of the instance, and one's own. */
export function accountSteps({ admin, db, instance, kept, put, by, send, guest }: Story): Step[] {
  return [
    [
      "POST /api/people/:userId/password-links",
      ["user.password-link"],
      () =>
        put(
          "password",
          admin<{ path: string }>("POST", `/api/people/${guest.id}/password-links`, {}),
          ({ path }) => path,
        ),
    ],
    [
      "POST /api/password/:secret",
      ["user.password"],
      () => by(instance.stranger)("POST", `/api${kept.password}`, { password: "quite long enough" }),
    ],
    [
      "PATCH /api/people/:userId",
      ["user.disable"],
      () => send("PATCH", `/api/people/${guest.id}`, { disabled: true }),
    ],
    [
      "DELETE /api/people/:userId/sessions",
      ["session.end"],
      () => send("DELETE", `/api/people/${guest.id}/sessions`),
    ],
    [
      "POST /api/me/tokens",
      ["token.create"],
      () => put("token", admin<{ id: string }>("POST", "/api/me/tokens", { name: "t" }), ({ id }) => id),
    ],
    [
      "DELETE /api/me/tokens/:tokenId",
      ["token.revoke"],
      () => send("DELETE", `/api/me/tokens/${kept.token}`),
    ],
    [
      "PATCH /api/me",
      ["user.rename"],
      () => send("PATCH", "/api/me", { name: "Inés", current: "correct horse" }),
    ],
    [
      "DELETE /api/me/sessions",
      ["session.end"],
      async () => {
        const { id: userId } = await db.user.findFirstOrThrow({ where: { name: "Inés" } });
        await db.session.create({ data: { userId, expiresAt: new Date("2100-01-01") } });
        return send("DELETE", "/api/me/sessions");
      },
    ],
    [
      "POST /api/me/password",
      ["user.password"],
      () =>
        send("POST", "/api/me/password", {
          current: "correct horse",
          password: "another horse",
          revokeTokens: false,
        }),
    ],
  ];
}
