/**
 * Takes away what the frame's policy does not govern: peer connections reach any address, whatever
 * `default-src 'none'` says. Runs before anything else of the frame, and before any cell.
 */
for (const name of Object.getOwnPropertyNames(globalThis).filter((one) => /^(webkit)?RTC/.test(one)))
  Reflect.deleteProperty(globalThis, name);
