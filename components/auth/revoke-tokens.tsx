import { counted } from "@/lib/format";

/** What ended with an old password. */
export type Ended = { sessions: number; tokens: number };

/** Offers to revoke API tokens with a password that may be known to others; nothing where there are none. */
export function RevokeTokens({ tokens }: { tokens: number }) {
  if (tokens === 0) return null;
  return (
    <label className="row">
      <input type="checkbox" className="check" name="revokeTokens" defaultChecked />
      Also revoke {counted(tokens, "API token")}, which {tokens === 1 ? "works" : "work"} without a password
    </label>
  );
}

/** What ended, in a sentence. */
export function endedWords({ sessions, tokens }: Ended): string {
  const ends = [
    ...(sessions > 0 ? [`${counted(sessions, "other session")} ended`] : []),
    ...(tokens > 0 ? [`${counted(tokens, "API token")} revoked`] : []),
  ];
  return ends.length === 0 ? "" : `${ends.join(", ")}.`;
}
