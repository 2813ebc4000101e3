"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { useSubmit } from "@/components/ui/submit";
import type { GroupRow } from "@/lib/projects/groups";
import type { MemberRow } from "@/lib/projects/people";

type Props = { path: string; group: GroupRow; members: MemberRow[] };

/** The people of a group; each change is done at once. */
export function GroupPeople({ path, group, members }: Props) {
  const router = useRouter();
  const { pending, error, submit } = useSubmit();
  const [chosen, setChosen] = useState("");
  const others = members.filter(({ id }) => !group.people.some((person) => person.id === id));

  async function add() {
    if (!(await submit("PUT", `${path}/${chosen}`))) return;
    setChosen("");
    router.refresh();
  }
  async function remove(id: string) {
    if (await submit("DELETE", `${path}/${id}`)) router.refresh();
  }

  return (
    <div className="field">
      <span id="group-people">People</span>
      <ul className="people" aria-labelledby="group-people">
        {group.people.map(({ id, name }) => (
          <li key={id}>
            {name}
            <button
              type="button"
              className="btn-link ml-auto"
              disabled={pending}
              aria-label={`Remove ${name} from the group`}
              onClick={() => remove(id)}
            >
              Remove
            </button>
          </li>
        ))}
      </ul>
      {group.size > group.people.length ? (
        <p className="hint">{group.size - group.people.length} more are not shown.</p>
      ) : null}
      {others.length > 0 ? (
        <div className="row">
          <select
            className="input grow"
            aria-label="Person to add"
            value={chosen}
            onChange={(event) => setChosen(event.target.value)}
          >
            <option value="" disabled>
              Choose a person
            </option>
            {others.map(({ id, name, email }) => (
              <option key={id} value={id}>
                {name} ({email})
              </option>
            ))}
          </select>
          <button type="button" className="btn form" disabled={pending || !chosen} onClick={add}>
            Add
          </button>
        </div>
      ) : null}
      <ErrorNote message={error} />
    </div>
  );
}
