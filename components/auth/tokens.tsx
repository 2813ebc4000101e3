"use client";

import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { Ago } from "@/components/ui/ago";
import { CopyButton } from "@/components/ui/copy-button";
import { ErrorNote } from "@/components/ui/error-note";
import { useSubmit } from "@/components/ui/submit";
import { TableHead } from "@/components/ui/table-head";
import type { TokenRow } from "@/lib/auth/tokens";

export function Tokens({ tokens }: { tokens: TokenRow[] }) {
  const router = useRouter();
  const { pending, error, submit } = useSubmit();
  const [secret, setSecret] = useState<string | null>(null);

  async function create(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const { name, days } = Object.fromEntries(new FormData(form)) as Record<string, string>;
    const made = await submit<{ secret: string }>("POST", "/me/tokens", {
      name,
      expiresInDays: days === "never" ? null : Number(days),
    });
    if (!made) return;
    setSecret(made.secret);
    form.reset();
    router.refresh();
  }
  const revoke = async (id: string) => (await submit("DELETE", `/me/tokens/${id}`)) && router.refresh();

  return (
    <section className="sec" aria-labelledby="h-tokens">
      <div className="sec-head">
        <h2 id="h-tokens">API tokens</h2>
        <span className="t3 s12">for programs that act as you</span>
      </div>
      <form className="row mb-3" onSubmit={create}>
        <input
          className="input"
          name="name"
          aria-label="Name of the token"
          placeholder="Name, such as laptop"
          required
          maxLength={100}
        />
        <select className="input w-44" name="days" aria-label="Expires" defaultValue="90">
          <option value="30">30 days</option>
          <option value="90">90 days</option>
          <option value="365">A year</option>
          <option value="never">Does not expire</option>
        </select>
        <button className="btn form primary" disabled={pending}>
          Create token
        </button>
      </form>
      <ErrorNote message={error} />
      {secret ? (
        <div className="secret mb-3" role="status">
          <code className="grow">{secret}</code>
          <CopyButton text={secret} />
          <span className="t3 s12">Shown once. Copy it now.</span>
        </div>
      ) : null}
      {tokens.length === 0 ? (
        <p className="t3">No tokens yet.</p>
      ) : (
        <TokenTable tokens={tokens} revoke={revoke} pending={pending} />
      )}
    </section>
  );
}

function TokenTable({
  tokens,
  revoke,
  pending,
}: {
  tokens: TokenRow[];
  revoke: (id: string) => unknown;
  pending: boolean;
}) {
  return (
    <div className="scroll" role="region" aria-label="API tokens" tabIndex={0}>
      <table className="t">
        <caption className="sr">API tokens</caption>
        <TableHead heads={["Name", "Ends in", "Last used", "Expires", { label: "Actions", spoken: true }]} />
        <tbody>
          {tokens.map(({ id, name, hint, lastUsedAt, expiresAt, revokedAt }) => (
            <tr key={id}>
              <td className="name">{name}</td>
              <td className="mono t2">…{hint}</td>
              <td className="t2">{lastUsedAt ? <Ago at={lastUsedAt} /> : <span className="t3">–</span>}</td>
              <td className="t2">{expiresAt ? new Date(expiresAt).toISOString().slice(0, 10) : "never"}</td>
              <td className="r">
                {revokedAt ? (
                  <span className="t3">revoked</span>
                ) : (
                  <button type="button" className="btn-link" disabled={pending} onClick={() => revoke(id)}>
                    Revoke
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
