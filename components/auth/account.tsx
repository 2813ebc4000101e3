import Link from "next/link";
import { LetterKeys } from "@/components/ui/letter-keys";
import { Mark } from "@/components/ui/mark";
import type { TokenRow } from "@/lib/auth/tokens";
import { AccountName } from "./account-name";
import { AccountPassword } from "./account-password";
import { Sessions } from "./sessions";
import { ThemeChoice } from "./theme-choice";
import { Tokens } from "./tokens";

type Props = { person: { name: string; email: string }; tokens: TokenRow[] };

export function Account({ person, tokens }: Props) {
  const now = new Date();
  const live = tokens.filter(
    ({ revokedAt, expiresAt }) => !revokedAt && (!expiresAt || new Date(expiresAt) > now),
  ).length;
  return (
    <main className="solo-page">
      <div className="solo">
        <header>
          <Link href="/" aria-label="Your projects" className="nav-top">
            <Mark size={24} />
          </Link>
          <div>
            <h1>{person.name}</h1>
            <p className="t3">{person.email}</p>
          </div>
        </header>
        <AccountName name={person.name} />
        <AccountPassword tokens={live} />
        <Tokens tokens={tokens} />
        <section className="sec" aria-labelledby="h-look">
          <div className="sec-head">
            <h2 id="h-look">Appearance</h2>
          </div>
          <ThemeChoice />
        </section>
        <section className="sec" aria-labelledby="h-keys">
          <div className="sec-head">
            <h2 id="h-keys">Keyboard</h2>
          </div>
          <LetterKeys />
        </section>
        <Sessions />
      </div>
    </main>
  );
}
