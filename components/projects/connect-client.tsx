"use client";

import { useState, useSyncExternalStore } from "react";
import { useLive } from "@/components/live/live-project";
import { CopyButton } from "@/components/ui/copy-button";
import { ErrorNote } from "@/components/ui/error-note";
import { StatusMark } from "@/components/ui/status-mark";
import { useSubmit } from "@/components/ui/submit";
import { clientLines, languages, type Language } from "./client-lines";

const never = () => () => undefined;

/** The lines to copy into a script, with a token made in place; says when the first call has arrived. */
export function ConnectClient({ slug }: { slug: string }) {
  const [language, setLanguage] = useState<Language>("Python");
  const [token, setToken] = useState<string | null>(null);
  const host = useSyncExternalStore(
    never,
    () => location.origin,
    () => "",
  );
  const connected = useFirstCall(token !== null);
  const { pending, error, submit } = useSubmit();
  const lines = clientLines(language, `${host}/mlflow/${slug}`, token ?? "<token>");

  async function make() {
    const made = await submit<{ secret: string }>("POST", `/projects/${slug}/tokens`, {
      name: `${language} client`,
    });
    if (made) setToken(made.secret);
  }

  return (
    <section className="sec" aria-labelledby="h-connect">
      <div className="sec-head">
        <h2 id="h-connect">Connect a client</h2>
        <span className="t3 s12">MLflow’s own, as it is</span>
      </div>
      <div className="languages" role="group" aria-label="Language">
        {languages.map((name) => (
          <button
            key={name}
            type="button"
            className={`btn${name === language ? " primary" : ""}`}
            aria-pressed={name === language}
            onClick={() => setLanguage(name)}
          >
            {name}
          </button>
        ))}
      </div>
      <pre className="code mt-2" tabIndex={0} aria-label={`Lines for ${language}`}>
        {lines}
      </pre>
      <div className="row mt-2 flex-wrap">
        {token ? null : (
          <button type="button" className="btn" disabled={pending} onClick={make}>
            Create a token for this project
          </button>
        )}
        <CopyButton key={lines} text={lines} />
        {token ? (
          <Heard connected={connected} />
        ) : (
          <span className="t3 s12">The token opens this project alone, for 90 days. It is shown once.</span>
        )}
      </div>
      <ErrorNote message={error} />
    </section>
  );
}

function Heard({ connected }: { connected: boolean }) {
  return (
    <span role="status" className="row">
      <StatusMark status={connected ? "FINISHED" : "QUEUED"} />
      {connected ? "Connected: the first call has arrived" : "Waiting for the first call"}
    </span>
  );
}

/** Whether a token of the project was used for the first time since it was made here. */
function useFirstCall(waiting: boolean): boolean {
  const [heard, setHeard] = useState(false);
  useLive((event) => {
    if (waiting && event !== "reset" && event.name === "client.connect") setHeard(true);
  });
  return heard;
}
