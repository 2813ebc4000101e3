/** Does one thing after the other: what is given begins when all given before it has ended, well or not. */
export type InTurn = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** A line of its own, in which nothing stands yet. */
export function inTurn(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
}
