import { expect, test } from "vitest";
import { sharedStringsReader, unescaped } from "./shared-strings";

test("strings come in their order, whatever the pieces and the prefix of their names", () => {
  const xml =
    '<x:sst xmlns:x="m"><x:si><x:t>é</x:t></x:si><x:si/><x:si><x:t><![CDATA[a<b]]></x:t></x:si></x:sst>';
  const reader = sharedStringsReader("s.xml");
  for (const byte of Buffer.from(xml)) reader.push(Uint8Array.of(byte));
  expect(reader.end()).toEqual(["é", "", "a<b"]);
});

test("characters that XML cannot hold are escaped", () => {
  expect(unescaped("a_x000D__x005F_x000D_ _x00_")).toBe("a\r_x000D_ _x00_");
});
