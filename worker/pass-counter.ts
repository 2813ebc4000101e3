/** A fall by so many percent is the beginning of another pass; less is a guess of DuckDB's getting better. */
const fall = 20;

/**
 * Puts a progress in percent into words, and names the passes that a work makes over its rows: a progress
 * that begins anew is the next one. The first is called `name`, the second "name, pass 2", and so on.
 */
export function passCounter(name: string): (percent: number) => string {
  let [pass, highest] = [1, 0];
  return (percent) => {
    if (percent < highest - fall) [pass, highest] = [pass + 1, 0];
    highest = Math.max(highest, percent);
    return percentWords(pass === 1 ? name : `${name}, pass ${pass}`, percent);
  };
}

/** A progress that says its share itself, such as "Reading the file: 45%". */
export function percentWords(name: string, percent: number): string {
  return `${name}: ${percent}%`;
}
