import Link from "next/link";
import { Avatar } from "@/components/ui/avatar";
import { Mark } from "@/components/ui/mark";
import { ClientLink } from "./client-link";
import { NewProject } from "./new-project";

type Props = {
  person: { name: string; isAdmin: boolean };
  projects: { id: string; slug: string; name: string; objective: string }[];
};

export function ProjectList({ person, projects }: Props) {
  return (
    <main className="solo-page">
      <title>Projects · Perihelion</title>
      <ClientLink />
      <div className="solo">
        <header>
          <Mark size={24} />
          <h1 className="grow">Projects</h1>
          {person.isAdmin ? (
            <Link href="/people" className="t2">
              People
            </Link>
          ) : null}
          <Link href="/account" className="row t2">
            <Avatar name={person.name} />
            {person.name}
          </Link>
        </header>
        {projects.length === 0 ? (
          <p className="t2">
            A project holds one problem: its data, notebooks, runs, models, and the people who work on it.
          </p>
        ) : null}
        <ul className="projects-list">
          {projects.map(({ id, slug, name, objective }) => (
            <li key={id}>
              <Link className="project-row" href={`/projects/${slug}`}>
                <span className="medium">{name}</span>
                <span className="t3 clip">{objective || slug}</span>
              </Link>
            </li>
          ))}
        </ul>
        <NewProject first={projects.length === 0} />
      </div>
    </main>
  );
}
