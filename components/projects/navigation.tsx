"use client";

import {
  Box,
  Compass,
  Cpu,
  FlaskConical,
  NotebookText,
  ScrollText,
  Table2,
  Users,
  type LucideIcon,
} from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { integer } from "@/lib/format";
import type { Counts } from "@/lib/projects/queries";

type Item = {
  label: string;
  path: string;
  icon: LucideIcon;
  count?: (counts: Counts) => number;
  gap?: boolean;
  live?: boolean;
  maintainer?: boolean;
};

const items: Item[] = [
  { label: "Overview", path: "", icon: Compass },
  { label: "Data", path: "/data", icon: Table2, count: ({ datasets }) => datasets, gap: true },
  { label: "Notebooks", path: "/notebooks", icon: NotebookText, count: ({ notebooks }) => notebooks },
  {
    label: "Experiments",
    path: "/experiments",
    icon: FlaskConical,
    count: ({ experiments }) => experiments,
    gap: true,
  },
  { label: "Jobs", path: "/jobs", icon: Cpu, count: ({ running }) => running, live: true },
  { label: "Models", path: "/models", icon: Box, count: ({ models }) => models },
  { label: "Members", path: "/members", icon: Users, count: ({ members }) => members, gap: true },
  { label: "Audit", path: "/audit", icon: ScrollText, maintainer: true },
];

/** The places of a project, in the order of the method. */
export function Navigation({
  slug,
  counts,
  maintainer,
}: {
  slug: string;
  counts: Counts;
  maintainer: boolean;
}) {
  const pathname = usePathname();
  const root = `/projects/${slug}`;
  const here = pathname.slice(root.length).replace(/^\/sources\b/, "/data"); // a source is a way to data
  const isCurrent = (path: string) => (path === "" ? pathname === root : here.startsWith(path));
  return (
    <ul className="nav-list">
      {items
        .filter((item) => maintainer || !item.maintainer)
        .map(({ label, path, icon: Icon, count, gap, live }) => (
          <li key={label} className={gap ? "gap" : undefined}>
            <Link
              className="nav-item"
              href={root + path}
              aria-current={isCurrent(path) ? "page" : undefined}
              title={label}
            >
              <Icon className="i" aria-hidden="true" />
              <span className="nav-label">{label}</span>
              <Count value={count?.(counts) ?? 0} live={live ?? false} />
            </Link>
          </li>
        ))}
    </ul>
  );
}

function Count({ value, live }: { value: number; live: boolean }) {
  if (value === 0) return null;
  if (!live) return <span className="n">{integer(value)}</span>;
  return (
    <span className="n live">
      <i className="dot" />
      <span className="nav-label">{integer(value)} running</span>
    </span>
  );
}
