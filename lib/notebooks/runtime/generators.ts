/** Tells a value, and gives it back. */
type Tell<Value> = (value: Value) => Value;
/** Begins to tell values; what it answers, if anything, ends that. */
type Begin<Value> = (tell: Tell<Value>) => (() => void) | void;

/**
 * Values that a function tells of, as the runtime likes them: the newest, once it is asked for; those told
 * meanwhile are passed over.
 */
export function observe<Value>(begin: Begin<Value>): AsyncGenerator<Value, void, unknown> {
  return told(begin, (waiting, value) => waiting.splice(0, waiting.length, value));
}

/** Values that a function tells of, every one of them, in their order. */
export function queue<Value>(begin: Begin<Value>): AsyncGenerator<Value, void, unknown> {
  return told(begin, (waiting, value) => void waiting.push(value));
}

/** How the runtime ends a generator that waits: nobody needs to hear of it. */
class Over extends Error {}

function told<Value>(
  begin: Begin<Value>,
  keep: (waiting: Value[], value: Value) => void,
): AsyncGenerator<Value, void, unknown> {
  const waiting: Value[] = [];
  let wake: { resolve: () => void; reject: (error: Error) => void } | null = null;
  const end = begin((value) => {
    keep(waiting, value);
    wake?.resolve();
    return value;
  });
  const over = async (error: Error): Promise<IteratorResult<Value, void>> => {
    wake?.reject(error);
    end?.();
    return { done: true, value: undefined };
  };
  return {
    async next() {
      if (waiting.length === 0) {
        const arrival = new Promise<void>((resolve, reject) => (wake = { resolve, reject }));
        await arrival.finally(() => (wake = null));
      }
      return { done: false, value: waiting.shift()! };
    },
    return: () => over(new Over("Ended")),
    throw: (error: Error) => over(error),
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: async () => void (await over(new Over("Ended"))),
  };
}

/** What an input gives: now, and again at each change. */
export function input(element: HTMLElement): AsyncGenerator<unknown, void, unknown> {
  return observe((tell: Tell<unknown>) => {
    const event = eventOf(element);
    const changed = () => void tell(valueOf(element));
    element.addEventListener(event, changed);
    const first = valueOf(element);
    if (first !== undefined) tell(first);
    return () => element.removeEventListener(event, changed);
  });
}

function eventOf(element: HTMLElement): string {
  const type = "type" in element ? element.type : null;
  if (type === "button" || type === "submit" || type === "checkbox") return "click";
  return type === "file" ? "change" : "input";
}

/** A plain input's value as what it stands for; that of any other element as it says. */
function valueOf(element: HTMLElement): unknown {
  if (element instanceof HTMLSelectElement && element.multiple)
    return Array.from(element.selectedOptions, ({ value }) => value);
  if (!(element instanceof HTMLInputElement)) return (element as HTMLInputElement).value;
  if (element.type === "range" || element.type === "number") return element.valueAsNumber;
  if (element.type === "date") return element.valueAsDate;
  if (element.type === "checkbox") return element.checked;
  if (element.type === "file") return element.multiple ? element.files : element.files?.[0];
  return element.value;
}

/** How often `now` changes, in milliseconds: what reads it runs again each time. */
const tick = 100;

/** The time, in milliseconds since 1970, ten times a second. */
export function now(): AsyncGenerator<number, void, unknown> {
  return observe((tell: Tell<number>) => {
    tell(Date.now());
    const timer = setInterval(() => tell(Date.now()), tick);
    return () => clearInterval(timer);
  });
}

/**
 * A value that its own cell changes, by `value`, and functions that this cell gives to others; who reads it
 * sees each value.
 */
export function Mutable<Value>(first?: Value): AsyncGenerator<Value, void, unknown> & { value: Value } {
  let value = first as Value;
  let tell: Tell<Value> = (told) => told;
  const values = observe<Value>((telling) => {
    tell = telling;
    if (value !== undefined) tell(value);
  });
  return Object.defineProperty(values, "value", {
    get: () => value,
    set: (next: Value) => void tell((value = next)),
  }) as AsyncGenerator<Value, void, unknown> & { value: Value };
}
