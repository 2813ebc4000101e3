import Link from "next/link";
import { Ago } from "@/components/ui/ago";
import { PageHeader } from "@/components/ui/page-header";
import { TableHead } from "@/components/ui/table-head";
import type { listAudit } from "@/lib/auth/audit";

type Props = { slug: string } & Awaited<ReturnType<typeof listAudit>>;

export function Audit({ slug, events, next }: Props) {
  return (
    <>
      <PageHeader title="Audit" meta={<span>who did what, newest first; denied tries too</span>} />
      <div className="body">
        <section className="sec scroll" role="region" aria-label="Audit" tabIndex={0}>
          <table className="t dense">
            <caption className="sr">Audit</caption>
            <TableHead
              heads={[
                "When",
                "Who",
                "What",
                "On",
                { label: "By", wide: true },
                { label: "Detail", wide: true },
              ]}
            />
            <tbody>
              {events.map((event) => (
                <tr key={event.id}>
                  <td className="t2">
                    <Ago at={event.at} />
                  </td>
                  <td className="name">{event.actorName}</td>
                  <td>
                    {event.action}
                    {event.outcome === "denied" ? <span className="chip bad ml-2">denied</span> : null}
                  </td>
                  <td className="t2">{event.targetName}</td>
                  <td className="t2 wide">{event.via}</td>
                  <td className="t3 wide mono audit-detail" title={event.detail ?? undefined}>
                    {event.detail ?? ""}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        {next ? (
          <p className="t-foot">
            <Link href={`/projects/${slug}/audit?before=${next}`}>Older</Link>
          </p>
        ) : null}
      </div>
    </>
  );
}
