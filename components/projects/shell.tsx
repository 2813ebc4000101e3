import { ChevronsUpDown, Menu as MenuIcon, Settings } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { LiveProject } from "@/components/live/live-project";
import { LiveRefresh } from "@/components/live/live-refresh";
import { Avatar } from "@/components/ui/avatar";
import { Mark } from "@/components/ui/mark";
import { Menu } from "@/components/ui/menu";
import { Toaster } from "@/components/ui/toast";
import type { Counts } from "@/lib/projects/queries";
import { AppFrame } from "./app-frame";
import { Navigation } from "./navigation";
import { Person } from "./person";
import { Palette } from "./palette";
import { PaletteButton } from "./palette-button";
import { Shortcuts } from "./shortcuts";

type Props = {
  project: { slug: string; name: string };
  person: { id: string; name: string };
  role: string;
  /** The event after which it listens. */
  since: number;
  counts: Counts;
  children: ReactNode;
};

/** What stands around every page of a project. */
export function Shell({ project, person, role, since, counts, children }: Props) {
  const inside = <NavigationColumn project={project} person={person} role={role} counts={counts} />;
  return (
    <LiveProject slug={project.slug} person={person.id} since={since}>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <AppFrame>
        <nav className="nav" aria-label="Project">
          {inside}
        </nav>
        <main className="main" id="main">
          <div className="topbar">
            <Menu
              className="drawer"
              summaryClass="btn quiet icon"
              name="Menu"
              label={<MenuIcon className="i" aria-hidden="true" />}
            >
              <nav className="nav" aria-label="Project menu">
                {inside}
              </nav>
            </Menu>
            <strong className="clip">{project.name}</strong>
            <Link href="/account">
              <Avatar name={person.name} />
            </Link>
            <span className="w-2" />
          </div>
          <Person value={person.id}>{children}</Person>
        </main>
      </AppFrame>
      <Palette slug={project.slug} />
      <Shortcuts slug={project.slug} />
      <Toaster />
      <LiveRefresh slug={project.slug} />
    </LiveProject>
  );
}

function NavigationColumn({ project, person, role, counts }: Omit<Props, "children" | "since">) {
  return (
    <>
      <Link className="nav-top" href="/" title="Switch project">
        <Mark />
        <strong className="clip nav-label">{project.name}</strong>
        <ChevronsUpDown className="i i-14 nav-label" aria-hidden="true" />
      </Link>
      <PaletteButton />
      <Navigation
        slug={project.slug}
        counts={counts}
        maintainer={role === "OWNER" || role === "MAINTAINER"}
      />
      <div className="nav-foot">
        <div className="nav-user">
          <Avatar name={person.name} />
          <div className="grow nav-label">
            <div className="medium clip nav-name">{person.name}</div>
            <div className="t3">{role[0] + role.slice(1).toLowerCase()}</div>
          </div>
          <Link className="btn quiet icon nav-label" href="/account" aria-label="Account and settings">
            <Settings className="i" aria-hidden="true" />
          </Link>
        </div>
      </div>
    </>
  );
}
