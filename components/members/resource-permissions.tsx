"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { useSubmit } from "@/components/ui/submit";
import { TableHead } from "@/components/ui/table-head";
import type { Role } from "@/lib/auth/permissions";
import type { ResourcePermission } from "@/lib/projects/rights";
import { GrantDialog, type Choosable } from "./grant-dialog";

type Props = { slug: string; permissions: ResourcePermission[]; choosable: Choosable[]; role: Role };

/** What people and groups may do with single resources, whatever their role in the project. */
export function ResourcePermissions({ slug, permissions, choosable, role }: Props) {
  const router = useRouter();
  const { pending, error, submit } = useSubmit();
  const [adding, setAdding] = useState(false);

  async function remove(id: number) {
    if (await submit("DELETE", `/projects/${slug}/grants/${id}`)) router.refresh();
  }

  return (
    <section className="sec" aria-labelledby="h-permissions">
      <div className="sec-head">
        <h2 id="h-permissions">Resource permissions</h2>
        <button type="button" className="btn ml-auto" onClick={() => setAdding(true)}>
          <Plus className="i" aria-hidden="true" />
          Add permission
        </button>
      </div>
      <ErrorNote message={error} />
      {permissions.length === 0 ? (
        <p className="t2">Every role holds for all experiments, models, datasets and notebooks.</p>
      ) : (
        <table className="t">
          <caption className="sr">Permissions on single resources, and those of groups</caption>
          <TableHead heads={["Who", "On", "May", { label: "Actions", spoken: true }]} />
          <tbody>
            {permissions.map(({ id, who, people, on, may }) => (
              <tr key={id}>
                <td>
                  <span className="name">{who}</span>
                  {people ? <span className="t3"> {people}</span> : null}
                </td>
                <td className="t2">{on}</td>
                <td>{may}</td>
                <td className="r">
                  <button
                    type="button"
                    className="btn-link"
                    disabled={pending}
                    aria-label={`Remove what ${who} may do with ${on}`}
                    onClick={() => remove(id)}
                  >
                    Remove
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {adding ? (
        <GrantDialog slug={slug} choosable={choosable} role={role} onClose={() => setAdding(false)} />
      ) : null}
    </section>
  );
}
