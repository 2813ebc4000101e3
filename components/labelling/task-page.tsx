import { ListChecks } from "lucide-react";
import Link from "next/link";
import { PageHeader } from "@/components/ui/page-header";
import { TableHead } from "@/components/ui/table-head";
import type { LoadedTask } from "@/lib/labelling/loaders";
import { choiceWords } from "@/lib/labelling/task";
import { integer } from "@/lib/format";
import { AgreementView } from "./agreement-view";
import { ClassMark } from "./class-mark";
import { Disagreements } from "./disagreements";
import { SaveLabels } from "./save-labels";
import { TaskMenu } from "./task-menu";

type Props = LoadedTask & { slug: string; state: "open" | "settled" | "all" };

/** One labelling task: how far it is, how people agree, what is settled, and what is made of it. */
export function TaskPage(props: Props) {
  const { slug, state, task, progress, agreement, disagreements, saved } = props;
  const data = `/projects/${slug}/data`;
  const dataset = `${data}/${encodeURIComponent(task.dataset)}`;
  const here = `${dataset}/labels/${task.id}`;
  const api = `/projects/${slug}/datasets/${encodeURIComponent(task.dataset)}/label-tasks/${task.id}`;
  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Data", href: data },
          { label: task.dataset, href: dataset },
          { label: "Labels", href: `${dataset}/labels` },
        ]}
        title={task.name}
        meta={
          <>
            <span className="chip">v{task.version.number}</span>
            <span className="chip">{task.closedAt ? "closed" : "open"}</span>
          </>
        }
        actions={
          <>
            <TaskMenu
              api={api}
              name={task.name}
              closed={task.closedAt !== null}
              labels={progress.labels}
              list={`${dataset}/labels`}
              mayMake={props.mayMake}
              mayDelete={props.mayDelete}
            />
            {props.mayLabel && !task.closedAt ? (
              <Link className="btn primary" href={`${here}/queue`}>
                <ListChecks className="i" aria-hidden="true" />
                Label rows
              </Link>
            ) : null}
          </>
        }
      />
      <div className="body two">
        <div className="stack">
          <p className="label-question">{task.question}</p>
          <ProgressView progress={progress} perRow={task.perRow} />
          {disagreements ? (
            <Disagreements
              api={api}
              here={here}
              state={state}
              classes={task.classes}
              perRow={task.perRow}
              {...disagreements}
            />
          ) : null}
        </div>
        <div className="stack">
          <section className="sec" aria-labelledby="h-classes">
            <div className="sec-head">
              <h2 id="h-classes">Classes</h2>
            </div>
            <ul className="class-list">
              {task.classes.map((name, place) => (
                <li key={name}>
                  <ClassMark place={place} name={name} />
                </li>
              ))}
            </ul>
          </section>
          <dl className="dl">
            <dt>Rows</dt>
            <dd>{choiceWords(task.choice)}</dd>
            <dt>Who labels</dt>
            <dd>{task.role === "OWNER" ? "owners" : `${task.role.toLowerCase()}s and above`}</dd>
            <dt>People a row</dt>
            <dd className="num">{task.perRow}</dd>
          </dl>
          <AgreementView agreement={agreement} perRow={task.perRow} />
          {props.maySave ? (
            <SaveLabels api={api} slug={slug} dataset={task.dataset} task={task.name} progress={progress} />
          ) : null}
          <Saved data={data} saved={saved} />
        </div>
      </div>
    </>
  );
}

function ProgressView({ progress, perRow }: { progress: LoadedTask["progress"]; perRow: number }) {
  const { rows, complete, labels, wanted, settled, people } = progress;
  return (
    <section className="sec grid gap-2" aria-labelledby="h-progress">
      <div className="sec-head">
        <h2 id="h-progress">Progress</h2>
        <span className="t3 s12 num">
          {integer(complete)} of {integer(rows)} rows have {perRow === 1 ? "a label" : `${perRow} labels`}
        </span>
      </div>
      <span
        className="bar"
        role="progressbar"
        aria-label="Labels"
        aria-valuenow={labels}
        aria-valuemin={0}
        aria-valuemax={wanted}
      >
        <i style={{ width: `${(Math.min(labels, wanted) / wanted) * 100}%` }} />
      </span>
      {settled > 0 ? <p className="t3 s12 num">{integer(settled)} settled</p> : null}
      {people.length > 0 ? (
        <table className="t">
          <caption className="sr">People</caption>
          <TableHead heads={["Who", { label: "Labels", right: true }, { label: "Skipped", right: true }]} />
          <tbody>
            {people.map(({ id, name, labels: given, skipped }) => (
              <tr key={id}>
                <td>{name ?? "somebody who has gone"}</td>
                <td className="r">{integer(given)}</td>
                <td className="r">{integer(skipped)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </section>
  );
}

function Saved({ data, saved }: { data: string; saved: LoadedTask["saved"] }) {
  if (saved.length === 0) return null;
  return (
    <section className="sec" aria-labelledby="h-saved">
      <div className="sec-head">
        <h2 id="h-saved">Saved as</h2>
      </div>
      <ul className="grid gap-2">
        {saved.map(({ name, number, how }) => (
          <li key={`${name} ${number}`}>
            <Link href={`${data}/${encodeURIComponent(name)}?version=${number}`}>
              {name} v{number}
            </Link>
            <span className="t3 s12 block">{how}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
