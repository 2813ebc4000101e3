"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { PageHeader } from "@/components/ui/page-header";
import { sourceKinds, type SourceKindName } from "@/lib/sources/kinds";
import { SourceForm } from "./source-form";

/** A new source: first which kind, then what that needs. */
export function NewSource({
  slug,
  kind,
  mayWrite,
}: {
  slug: string;
  kind: SourceKindName;
  mayWrite: boolean;
}) {
  const router = useRouter();
  const root = `/projects/${slug}`;
  return (
    <>
      <PageHeader crumbs={[{ label: "Data", href: `${root}/data` }]} title="From a source" />
      <div className="body stack">
        <nav className="source-kinds" aria-label="Kinds of sources">
          {Object.values(sourceKinds).map(({ name, label, about }) => (
            <Link
              key={name}
              href={`${root}/sources/new?kind=${name}`}
              className="source-kind"
              aria-current={name === kind ? "page" : undefined}
            >
              <span className="medium">{label}</span>
              <span className="t3 s12">{about}</span>
            </Link>
          ))}
        </nav>
        {mayWrite ? (
          <SourceForm
            key={kind}
            slug={slug}
            kind={kind}
            source={null}
            onSaved={(dataset) => router.push(`${root}/data/${encodeURIComponent(dataset)}/source`)}
          />
        ) : (
          <p className="t2">You need the editor role to add data.</p>
        )}
      </div>
    </>
  );
}
