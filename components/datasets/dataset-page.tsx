import type { DatasetMasks } from "@/lib/datasets/mask";
import { MaskedNote } from "./masked-mark";
import { FileChartColumn, Play, Repeat2, WandSparkles } from "lucide-react";
import Link from "next/link";
import { PageHeader } from "@/components/ui/page-header";
import { SyntheticChip } from "@/components/ui/synthetic-chip";
import { integer } from "@/lib/format";
import { targetIn, unitsOf } from "@/lib/datasets/dictionary";
import type { Lineage } from "@/lib/datasets/loaders";
import type { MadeOf, Version, VersionRow } from "@/lib/datasets/queries";
import type { DatasetSearch } from "@/lib/datasets/schema";
import type { LoadedSource } from "@/lib/sources/loaders";
import { SourceStrip } from "../sources/source-strip";
import { Explore } from "./explore";
import { ExploreInNotebook } from "./explore-in-notebook";
import { DatasetMenu } from "./dataset-menu";
import { LineageStrip } from "./lineage-strip";
import { LineageView } from "./lineage-view";
import { ReadAgain } from "./read-again";
import { RowsView } from "./rows-view";
import { SchemaView } from "./schema-view";
import { SynthesisReport } from "./synthesis-report";
import { VersionsView } from "./versions-view";

type Props = {
  slug: string;
  search: DatasetSearch;
  version: Version;
  versions: { rows: VersionRow[]; next: string | null; after: string | undefined; total: number };
  /** The versions that led to this one, the newest some. */
  path: VersionRow[];
  /** Versions of other datasets that were made of this one, some of them. */
  derived: MadeOf[];
  /** The newest version's number. */
  newest: number;
  runs: number;
  lineage: Lineage | null;
  source: LoadedSource;
  mayWrite: boolean;
  mayDelete: boolean;
  mayTrain: boolean;
  mayNote: boolean;
  mayMask: boolean;
  masks: DatasetMasks;
};

export function DatasetPage({
  slug,
  search,
  version,
  versions,
  path,
  derived,
  newest,
  runs,
  lineage,
  source,
  mayWrite,
  mayDelete,
  mayTrain,
  mayNote,
  mayMask,
  masks,
}: Props) {
  const root = `/projects/${slug}`;
  const { name } = version.dataset;
  const here = `${root}/data/${encodeURIComponent(name)}`;
  const at = (view: string) => `${here}?version=${version.number}&view=${view}`;
  const tab = (label: string, view: DatasetSearch["view"], count?: string) => ({
    label,
    href: at(view),
    current: search.view === view,
    ...(count ? { count } : {}),
  });
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Data", href: `${root}/data` }]}
        title={name}
        meta={
          <>
            <span className="chip">v{version.number}</span>
            {version.simulated ? <span className="chip simulated">simulated</span> : null}
            <SyntheticChip synthetic={version.synthetic} />
            <span className="num">
              {integer(version.rows)} rows × {version.columns.length} columns
            </span>
          </>
        }
        actions={
          <>
            <DatasetMenu
              {...{ slug, name, mayWrite, mayDelete }}
              description={version.dataset.description}
              version={version.number}
              versions={versions.total}
            />
            {mayWrite && version.origin === "upload" ? (
              <ReadAgain slug={slug} dataset={name} version={version.number} />
            ) : null}
            <Link className="btn" href={`${here}/report?version=${version.number}`}>
              <FileChartColumn className="i" aria-hidden="true" />
              Report
            </Link>
            {mayNote ? <ExploreInNotebook slug={slug} dataset={name} version={version.number} /> : null}
            {mayWrite ? (
              <Link className="btn" href={`${here}/prepare?version=${version.number}`}>
                <WandSparkles className="i" aria-hidden="true" />
                Prepare
              </Link>
            ) : null}
            {mayWrite && version.recipe ? (
              <Link className="btn" href={`${here}/apply?version=${version.number}`}>
                <Repeat2 className="i" aria-hidden="true" />
                Apply to new rows
              </Link>
            ) : null}
            {mayTrain ? (
              <Link
                className="btn primary"
                href={`${root}/train?dataset=${encodeURIComponent(name)}&version=${version.number}`}
              >
                <Play className="i" aria-hidden="true" />
                Train
              </Link>
            ) : null}
          </>
        }
        tabs={[
          tab("Explore", "explore"),
          tab("Rows", "rows", integer(version.rows)),
          tab("Schema", "schema"),
          tab("Versions", "versions", integer(versions.total)),
          tab("Lineage", "lineage"),
          { label: "Labels", href: `${here}/labels`, current: false },
        ]}
      />
      {version.dataset.description ? <p className="dataset-note">{version.dataset.description}</p> : null}
      <MaskedNote masks={version.masks} />
      <LineageStrip root={root} version={version} path={path} derived={derived} runs={runs} />
      <SourceStrip slug={slug} dataset={name} here={here} loaded={source} />
      <Views
        slug={slug}
        search={search}
        version={version}
        mayWrite={mayWrite}
        mayMask={mayMask}
        masks={masks}
      />
      {search.view === "versions" ? (
        <VersionsView
          slug={slug}
          dataset={name}
          here={here}
          newest={newest}
          {...versions}
          mayWrite={mayWrite}
          mayDelete={mayDelete}
        />
      ) : null}
      {lineage ? <LineageView root={root} here={here} number={version.number} lineage={lineage} /> : null}
    </>
  );
}

/** The views of one version. */
type ViewsProps = Pick<Props, "slug" | "search" | "version" | "mayWrite" | "mayMask" | "masks">;

function Views({ slug, search, version, mayWrite, mayMask, masks }: ViewsProps) {
  return (
    <>
      {search.view === "explore" && version.synthesis ? (
        <SynthesisReport synthesis={version.synthesis} source={version.source} />
      ) : null}
      {search.view === "explore" ? (
        <Explore
          slug={slug}
          dataset={version.dataset.name}
          version={version.number}
          columns={version.columns}
          usualTarget={targetIn(version.dictionary, version.columns)}
          units={unitsOf(version.dictionary)}
          importNote={version.importNote}
          masks={version.masks}
          mayWrite={mayWrite}
        />
      ) : null}
      {search.view === "rows" ? (
        <RowsView
          slug={slug}
          dataset={version.dataset.name}
          version={version.number}
          columns={version.columns}
          units={unitsOf(version.dictionary)}
          masks={version.masks}
          search={search}
          importedWith={mayWrite && version.origin === "upload" ? version.importedWith : null}
          mayPrepare={mayWrite}
        />
      ) : null}
      {search.view === "schema" ? (
        <SchemaView
          slug={slug}
          dataset={version.dataset.name}
          version={version}
          dictionary={version.dictionary}
          mayWrite={mayWrite}
          set={mayMask ? masks : null}
        />
      ) : null}
    </>
  );
}
