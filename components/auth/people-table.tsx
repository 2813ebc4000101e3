"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { useSubmit } from "@/components/ui/submit";
import { TableHead } from "@/components/ui/table-head";
import type { PersonRow } from "@/lib/auth/people";
import { counted } from "@/lib/format";

type Change = { disabled?: boolean; administrator?: boolean };
type Shown = { name: string; link: string };

export function PeopleTable({ people, me }: { people: PersonRow[]; me: string }) {
  const router = useRouter();
  const { pending, error, submit } = useSubmit();
  const [shown, setShown] = useState<Shown | null>(null);

  const change = async (id: string, body: Change) =>
    (await submit("PATCH", `/people/${id}`, body)) && router.refresh();
  const signOut = async (id: string) =>
    (await submit("DELETE", `/people/${id}/sessions`)) && router.refresh();
  async function makeLink({ id, name }: PersonRow) {
    const made = await submit<{ path: string; url: string | null }>("POST", `/people/${id}/password-links`);
    if (made) setShown({ name, link: made.url ?? location.origin + made.path });
  }

  return (
    <>
      <ErrorNote message={error} />
      <div className="scroll" role="region" aria-label="People" tabIndex={0}>
        <table className="t">
          <caption className="sr">People</caption>
          <TableHead
            heads={[
              "Person",
              "Email",
              "Administrator",
              { label: "Signed in", right: true },
              { label: "Tokens", right: true },
              { label: "Actions", spoken: true },
            ]}
          />
          <tbody>
            {people.map((person) => (
              <PersonLine
                key={person.id}
                person={person}
                isMe={person.id === me}
                pending={pending}
                change={(body) => change(person.id, body)}
                makeLink={() => makeLink(person)}
                signOut={() => signOut(person.id)}
              />
            ))}
          </tbody>
        </table>
      </div>
      <LinkDialog shown={shown} close={() => setShown(null)} />
    </>
  );
}

type LineProps = {
  person: PersonRow;
  isMe: boolean;
  pending: boolean;
  change: (body: Change) => unknown;
  makeLink: () => unknown;
  signOut: () => unknown;
};

function PersonLine({ person, isMe, pending, change, makeLink, signOut }: LineProps) {
  const { name, email, isAdmin, disabledAt, sessions, tokens } = person;
  return (
    <tr>
      <td className="name">
        {name}
        {isMe ? <span className="t3 ml-2">you</span> : null}
        {disabledAt ? <span className="chip bad ml-2">disabled</span> : null}
      </td>
      <td className="t2">{email}</td>
      <td>
        <input
          type="checkbox"
          aria-label={`${name} is an administrator`}
          checked={isAdmin}
          disabled={pending}
          onChange={(event) => change({ administrator: event.target.checked })}
        />
      </td>
      <td className="r num">{sessions}</td>
      <td className="r num">{tokens}</td>
      <td className="r">
        <span className="row justify-end">
          {disabledAt || isMe ? null : (
            <button type="button" className="btn-link" disabled={pending} onClick={makeLink}>
              Password link
            </button>
          )}
          {sessions > 0 ? (
            <button
              type="button"
              className="btn-link"
              disabled={pending}
              title={`Ends ${counted(sessions, "session")}`}
              onClick={signOut}
            >
              Sign out
            </button>
          ) : null}
          {isMe ? null : (
            <button
              type="button"
              className="btn-link"
              disabled={pending}
              onClick={() => change({ disabled: !disabledAt })}
            >
              {disabledAt ? "Enable" : "Disable"}
            </button>
          )}
        </span>
      </td>
    </tr>
  );
}

function LinkDialog({ shown, close }: { shown: Shown | null; close: () => void }) {
  return (
    <Dialog
      open={shown !== null}
      onOpenChange={(open) => open || close()}
      title={`A new password for ${shown?.name ?? ""}`}
      footer={
        <button type="button" className="btn form" onClick={close}>
          Done
        </button>
      }
    >
      <p>Whoever opens this link chooses the password. It works once, within a day, and is shown only now.</p>
      <div className="secret">
        <code className="grow">{shown?.link}</code>
        <CopyButton text={shown?.link ?? ""} />
      </div>
    </Dialog>
  );
}
