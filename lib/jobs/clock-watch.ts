/**
 * Notices that the clock was set, or that the machine slept: answers, at each call, by how many milliseconds
 * the clock moved beyond the time that passed since the call before.
 *
 * @param wall the clock that may be set, in milliseconds
 * @param steady one that only ever runs
 */
export function clockWatch(wall: () => number, steady: () => number): () => number {
  let [lastWall, lastSteady] = [wall(), steady()];
  return () => {
    const [nowWall, nowSteady] = [wall(), steady()];
    const moved = nowWall - lastWall - (nowSteady - lastSteady);
    [lastWall, lastSteady] = [nowWall, nowSteady];
    return moved;
  };
}
