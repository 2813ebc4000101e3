import { expect, test } from "vitest";
import { patiently } from "./patiently";
import { Refused } from "./refused";

/** Fails with these, one after the other, and then answers how often it was asked. */
function failing(...errors: Error[]) {
  let asked = 0;
  return async () => {
    const error = errors[asked];
    asked += 1;
    if (error) throw error;
    return asked;
  };
}

test("a server that is away or asks for patience is asked again; one that refuses is not", async () => {
  const away = new Error("read ECONNRESET");
  const busy = [new Refused(503, "Stopping."), new Refused(429, "Later."), new Refused(408, "Too slow.")];
  expect(await patiently(failing(away, ...busy), { pause: 1 })).toBe(5);
  const refused = new Refused(413, "The files of this job may have 4 MB in all.");
  await expect(patiently(failing(away, refused), { pause: 1 })).rejects.toBe(refused);
});

test("a server that stays away is given up", async () => {
  const away = new Error("connect ECONNREFUSED");
  await expect(patiently(failing(away, away, away), { within: 0, pause: 1 })).rejects.toBe(away);
});
