import Link from "next/link";
import type { ReactNode } from "react";

type Crumb = { label: string; href: string };
export type Tab = { label: string; href: string; count?: string; current: boolean };
type Props = { crumbs?: Crumb[]; title: string; meta?: ReactNode; actions?: ReactNode; tabs?: Tab[] };

export function PageHeader({ crumbs = [], title, meta, actions, tabs }: Props) {
  return (
    <header className="head">
      <div className="crumbs">
        {crumbs.map(({ label, href }, i) => (
          <span key={href} className="row">
            {i > 0 ? <span aria-hidden="true">/</span> : null}
            <Link href={href}>{label}</Link>
          </span>
        ))}
      </div>
      <div className="head-row">
        <h1>{title}</h1>
        <div className="meta">{meta}</div>
        {actions ? <div className="actions">{actions}</div> : null}
      </div>
      {tabs ? <Tabs tabs={tabs} /> : null}
    </header>
  );
}

function Tabs({ tabs }: { tabs: Tab[] }) {
  return (
    <nav className="tabs" aria-label="Views">
      {tabs.map(({ label, href, count, current }) => (
        <Link key={href} href={href} aria-current={current ? "page" : undefined}>
          {label}
          {count ? <span className="n">{count}</span> : null}
        </Link>
      ))}
    </nav>
  );
}
