import Link from "next/link";
import { Mark } from "@/components/ui/mark";
import type { PersonRow } from "@/lib/auth/people";
import { PeopleTable } from "./people-table";

type Props = { people: PersonRow[]; next: string | null; search: string; me: string };

/** Everybody who has an account here, for administrators. */
export function People({ people, next, search, me }: Props) {
  const older = new URLSearchParams({ ...(search ? { search } : {}), after: next ?? "" });
  return (
    <main className="solo-page">
      <div className="solo solo-wide">
        <header>
          <Link href="/" aria-label="Your projects" className="nav-top">
            <Mark size={24} />
          </Link>
          <div className="grow">
            <h1>People</h1>
            <p className="t3">Everybody who has an account here</p>
          </div>
          <form className="row" role="search">
            <input
              className="input"
              type="search"
              name="search"
              aria-label="Search people"
              placeholder="Email or name"
              defaultValue={search}
            />
            <button className="btn form">Search</button>
          </form>
        </header>
        {people.length === 0 ? <p className="t2">No results</p> : <PeopleTable people={people} me={me} />}
        {next ? (
          <p className="t-foot">
            <Link href={`/people?${older}`}>More</Link>
          </p>
        ) : null}
      </div>
    </main>
  );
}
