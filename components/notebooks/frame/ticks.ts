/** The runtime computes at animation frames; a browser holds those back from a frame that shows little. */
const patience = 50;

const next = globalThis.requestAnimationFrame;

/** An animation frame, or, when the browser holds it back, a timer: cells run in either case. */
globalThis.requestAnimationFrame = (callback) => {
  let called = false;
  const once = (time: number) => {
    if (called) return;
    called = true;
    callback(time);
  };
  setTimeout(() => once(performance.now()), patience);
  return next(once);
};
