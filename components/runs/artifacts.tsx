import { bytes } from "@/lib/format";
import type { RunDetail } from "@/lib/runs/queries";

export function Artifacts({ slug, run }: { slug: string; run: RunDetail }) {
  if (run.artifacts.length === 0) return null;
  return (
    <section className="sec" aria-labelledby="h-files">
      <div className="sec-head">
        <h2 id="h-files">Files</h2>
        <span className="t3 s12 num">{run.artifacts.length}</span>
      </div>
      <ul className="people">
        {run.artifacts.map(({ path, bytes: size }) => (
          <li key={path}>
            <a className="clip mono" href={`/api/projects/${slug}/runs/${run.uid}/artifacts/${path}`} download>
              {path}
            </a>
            <span className="role num">{bytes(size)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
