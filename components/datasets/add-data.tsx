"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { endOfJob } from "@/components/jobs/job-end";
import { useFollowedJob } from "@/components/jobs/use-followed-job";
import { ErrorNote } from "@/components/ui/error-note";
import { useSubmit } from "@/components/ui/submit";
import { SourceOffers } from "../sources/source-offers";
import { UploadBox } from "./upload-box";

export function AddData({ slug }: { slug: string }) {
  const router = useRouter();
  const { pending, error, submit } = useSubmit();
  const open = (name: string) => router.push(`/projects/${slug}/data/${encodeURIComponent(name)}`);

  const [job, setJob] = useState<string | null>(null);
  const end = endOfJob(slug, useFollowedJob(slug, job));
  const made = end && "open" in end ? end.open : null;
  useEffect(() => {
    if (made) router.push(made);
  }, [made, router]);

  async function make(body: object) {
    const made = await submit<{ name: string }>("POST", `/projects/${slug}/datasets`, body);
    if (made) open(made.name);
  }

  return (
    <div className="add-data">
      <section className="sec" aria-labelledby="h-upload">
        <div className="sec-head">
          <h2 id="h-upload">Upload a file</h2>
        </div>
        <UploadBox
          slug={slug}
          onDone={open}
          onJob={(job) => (setJob(job), router.refresh())}
          onDoubt={(upload) => router.push(`/projects/${slug}/upload/${upload}`)}
        />
        <ErrorNote message={end && "failed" in end ? end.failed : null} />
      </section>
      <SourceOffers slug={slug} />
      <section className="sec" aria-labelledby="h-offers">
        <div className="sec-head">
          <h2 id="h-offers">Near-earth objects</h2>
        </div>
        <div className="offer">
          <div>
            <span className="medium">NEO sample</span>
            <p className="t3 s12">4,687 approaches of simulated asteroids, made here by orbital mechanics</p>
          </div>
          <button type="button" className="btn" disabled={pending} onClick={() => make({ sample: "neo" })}>
            Load the NEO sample
          </button>
        </div>
        <div className="offer">
          <div>
            <span className="medium">NASA/JPL catalogue</span>
            <p className="t3 s12">5,000 real objects from JPL’s small-body database; needs the internet</p>
          </div>
          <button type="button" className="btn" disabled={pending} onClick={() => make({ catalogue: "jpl" })}>
            Fetch
          </button>
        </div>
        {pending ? (
          <p className="t3 s12" role="status">
            Making the dataset …
          </p>
        ) : null}
        <ErrorNote message={error} />
      </section>
    </div>
  );
}
