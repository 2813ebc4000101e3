import { AppError } from "./errors";

/** Who asks for work, for whom it is counted. */
export type Asker = { projectId: string; personId: string };
/** How many may work and wait at once: in all, for one project, for one person. */
export type FairQueueLimits = {
  slots: number;
  slotsOfProject: number;
  slotsOfPerson: number;
  waiting: number;
  waitingOfPerson: number;
};
type Entry = Asker & { admit: () => void; tell: (before: number) => void; told: number };
type Load = { running: number; served: number };

/**
 * Lets few work at a time and the rest wait, fair over projects and then over persons: next comes who has
 * least under way, then who was served longest ago, then who came first.
 */
export function fairQueue(limits: FairQueueLimits) {
  const projects = new Map<string, Load>();
  const persons = new Map<string, Load>();
  let waiting: Entry[] = [];
  let running = 0;
  let turn = 0;

  function begin(asker: Asker): void {
    running += 1;
    turn += 1;
    for (const known of [load(projects, asker.projectId), load(persons, asker.personId)]) {
      known.running += 1;
      known.served = turn;
    }
  }

  function end(asker: Asker): void {
    running -= 1;
    load(projects, asker.projectId).running -= 1;
    load(persons, asker.personId).running -= 1;
    next();
    if (running + waiting.length === 0) for (const loads of [projects, persons]) loads.clear();
  }

  const mayBegin = (asker: Asker) =>
    running < limits.slots &&
    load(projects, asker.projectId).running < limits.slotsOfProject &&
    load(persons, asker.personId).running < limits.slotsOfPerson;

  const inOrder = () => orderOf(waiting, projects, persons, turn);

  function next(): void {
    for (let chosen = inOrder().find(mayBegin); chosen; chosen = inOrder().find(mayBegin)) {
      waiting = waiting.filter((entry) => entry !== chosen);
      begin(chosen);
      chosen.admit();
    }
    inOrder().forEach((entry, before) => {
      if (entry.told !== before) entry.tell(before);
      entry.told = before;
    });
  }

  return {
    /**
     * Waits for a slot; what it answers gives the slot back, once.
     *
     * @param tell hears how many are before this one, whenever that changes
     * @throws {AppError} TOO_MANY at once when too many wait; CONFLICT when `signal` ends the waiting
     */
    async enter(
      asker: Asker,
      { signal, tell = () => undefined }: { signal: AbortSignal; tell?: (before: number) => void },
    ): Promise<() => void> {
      if (signal.aborted) throw stopped();
      if (waiting.length === 0 && mayBegin(asker)) begin(asker);
      else {
        refuseWhenFull(waiting, limits, asker);
        await new Promise<void>((resolve, reject) => {
          const entry: Entry = { ...asker, admit: resolve, tell, told: -1 };
          const leave = () => {
            waiting = waiting.filter((other) => other !== entry);
            reject(stopped());
            next();
          };
          entry.admit = () => (signal.removeEventListener("abort", leave), resolve());
          signal.addEventListener("abort", leave, { once: true });
          waiting.push(entry);
          next();
        });
      }
      return once(() => end(asker));
    },
    /** How many work and how many wait. */
    count: () => ({ running, waiting: waiting.length }),
  };
}
export type FairQueue = ReturnType<typeof fairQueue>;

function refuseWhenFull(waiting: readonly Entry[], limits: FairQueueLimits, { personId }: Asker): void {
  const own = waiting.filter((entry) => entry.personId === personId).length;
  if (own < limits.waitingOfPerson && waiting.length < limits.waiting) return;
  throw new AppError(
    "TOO_MANY",
    own < limits.waitingOfPerson
      ? `${waiting.length} requests of everybody wait already. Try again in a moment.`
      : `${own} of your requests wait already. Try again when they are answered.`,
  );
}

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
  };
}

function load(loads: Map<string, Load>, key: string): Load {
  const known = loads.get(key) ?? { running: 0, served: 0 };
  loads.set(key, known);
  return known;
}

/** Who waits, in the order in which they will be served as things stand. */
function orderOf(
  waiting: readonly Entry[],
  projects: ReadonlyMap<string, Load>,
  persons: ReadonlyMap<string, Load>,
  turn: number,
): Entry[] {
  const copy = (loads: ReadonlyMap<string, Load>) =>
    new Map([...loads].map(([key, known]) => [key, { ...known }]));
  const [ofProject, ofPerson] = [copy(projects), copy(persons)];
  const rest = [...waiting];
  return waiting.map((_, i) => {
    const rank = (entry: Entry) => {
      const [project, person] = [load(ofProject, entry.projectId), load(ofPerson, entry.personId)];
      return [project.running, project.served, person.running, person.served];
    };
    const first = rest.reduce((best, entry) => (isBefore(rank(entry), rank(best)) ? entry : best));
    rest.splice(rest.indexOf(first), 1);
    for (const known of [load(ofProject, first.projectId), load(ofPerson, first.personId)])
      Object.assign(known, { running: known.running + 1, served: turn + i + 1 });
    return first;
  });
}

function isBefore(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at >= 0 && a[at]! < b[at]!;
}

function stopped(): AppError {
  return new AppError("CONFLICT", "Stopped.");
}
