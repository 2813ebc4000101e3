/** Numbers of farewells of a notebook's sockets, in the range that is everybody's own but the first. */
export const farewell = {
  stopped: 1001,
  wrong: 4400,
  notAllowed: 4403,
  notHere: 4404,
  begunAnew: 4409,
  tooFast: 4429,
} as const;
