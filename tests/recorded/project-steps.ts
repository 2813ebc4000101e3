import { neoSample } from "@/lib/datasets/neo-sample";
import { toArrow } from "@/lib/frame/arrow";
import { formOf } from "../instance";
import { outputsOf } from "../notebook-outputs";
import type { Step, Story } from "./story";

/** A project, its people, data and notebooks. */
export function projectSteps({ admin, instance, root, kept, put, by, send, guest }: Story): Step[] {
  return [
    [
      "POST /api/projects",
      ["project.create"],
      () => send("POST", "/api/projects", { name: "More", slug: "more" }),
    ],
    ["PATCH /api/projects/:projectSlug", ["project.edit"], () => send("PATCH", root, { objective: "Find" })],
    [
      "POST /api/projects/:projectSlug/tokens",
      ["token.create"],
      () => send("POST", `${root}/tokens`, { name: "t" }),
    ],
    [
      "POST /api/projects/:projectSlug/invitations",
      ["member.invite"],
      () =>
        put(
          "join",
          admin<{ path: string }>("POST", `${root}/invitations`, { role: "EDITOR" }),
          ({ path }) => path,
        ),
    ],
    [
      "POST /api/join/:secret",
      ["member.join"],
      () =>
        by(instance.stranger)("POST", `/api${kept.join}`, {
          name: "New",
          email: "new@example.com",
          password: "long enough",
        }),
    ],
    [
      "PATCH /api/projects/:projectSlug/members/:userId",
      ["member.change"],
      () => send("PATCH", `${root}/members/${guest.id}`, { role: "EDITOR" }),
    ],
    [
      "POST /api/projects/:projectSlug/datasets",
      ["dataset.save"],
      () => send("POST", `${root}/datasets`, { sample: "neo", name: "neo" }),
    ],
    [
      "POST /api/projects/:projectSlug/uploads/:uploadId/import",
      ["dataset.save"],
      async () => {
        const file = formOf("sent.csv", "x\n1\n");
        const { body } = await admin<{ upload: string }>("POST", `${root}/uploads`, file);
        return send("POST", `${root}/uploads/${body.upload}/import`, {});
      },
    ],
    [
      "POST /api/projects/:projectSlug/datasets/:name/versions/:number/recipes",
      ["dataset.save"],
      () =>
        send("POST", `${root}/datasets/neo/versions/1/recipes`, {
          steps: [{ kind: "drop", columns: ["Name"] }],
        }),
    ],
    [
      "POST /api/projects/:projectSlug/datasets/:name/versions/:number/apply",
      ["dataset.save", "dataset.save"],
      async () => {
        const steps = [{ kind: "drop", columns: ["Name"] }];
        await send("POST", `${root}/datasets/neo/versions/1/recipes`, { steps, name: "prepared" });
        const to = { dataset: "neo", version: 1 };
        return send("POST", `${root}/datasets/prepared/versions/1/apply`, { to, name: "applied" });
      },
    ],
    [
      "POST /api/projects/:projectSlug/datasets/:name/versions/:number/synthetic",
      ["job.queue", "dataset.synthesise"],
      () => send("POST", `${root}/datasets/neo/versions/1/synthetic`, { rows: 10, name: "made up" }),
    ],
    [
      "POST /api/projects/:projectSlug/datasets/:name/versions/:number/restore",
      ["dataset.save"],
      () => send("POST", `${root}/datasets/neo/versions/1/restore`),
    ],
    [
      "DELETE /api/projects/:projectSlug/datasets/:name/versions/:number",
      ["dataset.delete-version"],
      () => send("DELETE", `${root}/datasets/neo/versions/2`, { reason: "a mistake" }),
    ],
    [
      "POST /api/projects/:projectSlug/datasets",
      ["dataset.save"],
      () => send("POST", `${root}/datasets`, { sample: "neo", name: "to go" }),
    ],
    [
      "PATCH /api/projects/:projectSlug/datasets/:name",
      ["dataset.edit"],
      () => send("PATCH", `${root}/datasets/to go`, { description: "For a test" }),
    ],
    ...(["PUT", "PATCH"] as const).map((method): Step => [
      `${method} /api/projects/:projectSlug/datasets/:name/dictionary`,
      ["dataset.edit"],
      () => send(method, `${root}/datasets/to go/dictionary`, { columns: [{ name: "Name", role: "id" }] }),
    ]),
    [
      "PUT /api/projects/:projectSlug/datasets/:name/masks",
      ["dataset.mask"],
      () =>
        send("PUT", `${root}/datasets/to go/masks`, {
          columns: [{ name: "Name", mask: "hash", role: "owner" }],
        }),
    ],
    [
      "PUT /api/projects/:projectSlug/datasets/:name/freed",
      ["dataset.mask", "dataset.save", "dataset.free", "dataset.mask"],
      async () => {
        const columns = [{ name: "Name", mask: "hide", role: "owner" }];
        await send("PUT", `${root}/datasets/neo/masks`, { columns });
        const steps = [{ kind: "rename", from: "Name", to: "Called" }];
        await send("POST", `${root}/datasets/neo/versions/1/recipes`, { steps, name: "called" });
        const freed = await send("PUT", `${root}/datasets/called/freed`, { column: "Called", freed: true });
        await send("PUT", `${root}/datasets/neo/masks`, { columns: [] });
        return freed;
      },
    ],
    [
      "DELETE /api/projects/:projectSlug/datasets/:name",
      ["dataset.delete"],
      () => send("DELETE", `${root}/datasets/to go`, { reason: "a mistake" }),
    ],
    [
      "POST /api/projects/:projectSlug/notebooks",
      ["notebook.create"],
      () =>
        put("notebook", admin<{ id: string }>("POST", `${root}/notebooks`, { title: "N" }), ({ id }) => id),
    ],
    [
      "POST /api/projects/:projectSlug/notebooks/import",
      ["notebook.create"],
      () =>
        admin<never>("POST", `${root}/notebooks/import?name=a.py`, new TextEncoder().encode("x = 1"), {
          "content-type": "application/octet-stream",
        }),
    ],
    [
      "PUT /api/projects/:projectSlug/notebooks/:notebookId",
      ["notebook.save"],
      () => send("PUT", `${root}/notebooks/${kept.notebook}`, { title: "M", cells: [], revision: 1 }),
    ],
    [
      "POST /api/projects/:projectSlug/notebooks/:notebookId/datasets",
      ["dataset.save"],
      () =>
        admin<never>(
          "POST",
          `${root}/notebooks/${kept.notebook}/datasets?name=kept&revision=2`,
          toArrow(neoSample(1)),
          { "content-type": "application/vnd.apache.arrow.stream" },
        ),
    ],
    [
      "PUT /api/projects/:projectSlug/notebooks/:notebookId/outputs",
      ["notebook.save", "notebook.outputs"],
      async () => {
        const cells = [{ id: 1, mode: "ts", source: "1" }];
        await send("PUT", `${root}/notebooks/${kept.notebook}`, { title: "M", cells, revision: 2 });
        return send("PUT", `${root}/notebooks/${kept.notebook}/outputs`, outputsOf(1));
      },
    ],
    [
      "PUT /api/projects/:projectSlug/notebooks/:notebookId/published",
      ["notebook.publish"],
      () => send("PUT", `${root}/notebooks/${kept.notebook}/published`, { revision: null, code: true }),
    ],
    [
      "DELETE /api/projects/:projectSlug/notebooks/:notebookId/published",
      ["notebook.unpublish"],
      () => send("DELETE", `${root}/notebooks/${kept.notebook}/published`),
    ],
    [
      "DELETE /api/projects/:projectSlug/notebooks/:notebookId",
      ["notebook.delete"],
      () => send("DELETE", `${root}/notebooks/${kept.notebook}`),
    ],
    [
      "POST /api/projects/:projectSlug/notebooks/:notebookId/restore",
      ["notebook.restore"],
      () => send("POST", `${root}/notebooks/${kept.notebook}/restore`),
    ],
  ];
}
