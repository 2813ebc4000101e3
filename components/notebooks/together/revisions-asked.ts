/** Questions for a revision that are on their way, by their numbers. */
export function revisionsAsked() {
  const asked = new Map<number, PromiseWithResolvers<number>>();
  const take = (n: number) => {
    const one = asked.get(n);
    asked.delete(n);
    return one;
  };
  return {
    ask: (n: number): Promise<number> => {
      const one = Promise.withResolvers<number>();
      asked.set(n, one);
      return one.promise;
    },
    answer: (n: number, revision: number) => take(n)?.resolve(revision),
    refuse: (n: number, why: string) => take(n)?.reject(new Error(why)),
    refuseAll: (why: string) => {
      for (const n of [...asked.keys()]) take(n)?.reject(new Error(why));
    },
  };
}
