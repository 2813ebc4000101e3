import MarkdownIt from "markdown-it";

const markdown = new MarkdownIt({ html: false, linkify: false });
// A note is anybody's text: no picture of it is fetched from elsewhere.
markdown.disable("image");

/** A run's note and the tags that people and clients put on it. */
export function Notes({ tags }: { tags: Record<string, string> }) {
  const note = tags["mlflow.note.content"];
  const own = Object.entries(tags).filter(([key]) => !key.startsWith("mlflow."));
  if (!note && own.length === 0) return null;
  return (
    <section className="sec" aria-labelledby="h-notes">
      <div className="sec-head">
        <h2 id="h-notes">Notes and tags</h2>
      </div>
      {note ? (
        <div className="prose" dangerouslySetInnerHTML={{ __html: markdown.render(note.slice(0, 8_000)) }} />
      ) : null}
      {own.length > 0 ? (
        <ul className="row flex-wrap tags">
          {own.map(([key, value]) => (
            <li key={key} className="chip" title={`${key}: ${value}`}>
              <span className="t3">{key}</span> <span className="clip">{value.slice(0, 80)}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}
