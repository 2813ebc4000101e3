"use client";

import { useRouter } from "next/navigation";
import { ErrorNote } from "@/components/ui/error-note";
import { useSubmit } from "@/components/ui/submit";
import { TableHead } from "@/components/ui/table-head";
import type { SpecialRight } from "@/lib/projects/rights";

type Props = { slug: string; rights: SpecialRight[]; mayManage: boolean };

/** What people and groups may do with single experiments and models, whatever their role in the project. */
export function SpecialRights({ slug, rights, mayManage }: Props) {
  const router = useRouter();
  const { pending, error, submit } = useSubmit();

  async function remove(id: number) {
    if (await submit("DELETE", `/projects/${slug}/grants/${id}`)) router.refresh();
  }

  return (
    <>
      <ErrorNote message={error} />
      <table className="t">
        <caption className="sr">Permissions on single experiments and models, and those of groups</caption>
        <TableHead heads={["Who", "On", "May", { label: "Actions", spoken: true }]} />
        <tbody>
          {rights.map(({ id, who, people, on, may }) => (
            <tr key={id}>
              <td>
                <span className="name">{who}</span>
                {people ? <span className="t3"> {people}</span> : null}
              </td>
              <td className="t2">{on}</td>
              <td>{may}</td>
              <td className="r">
                {mayManage ? (
                  <button
                    type="button"
                    className="btn-link"
                    disabled={pending}
                    aria-label={`Remove what ${who} may do with ${on}`}
                    onClick={() => remove(id)}
                  >
                    Remove
                  </button>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
