import { expect, test } from "vitest";
import { dropHeader, placeCells } from "./csv-columns";

/** What comes of a text in pieces of a few bytes, and how many rows it has. */
function made({ push, rows }: ReturnType<typeof dropHeader>, text: string, size: number) {
  const pieces: Uint8Array[] = [];
  const all = Buffer.from(text);
  for (let at = 0; at < all.length; at += size) pieces.push(push(all.subarray(at, at + size)));
  return [Buffer.concat(pieces).toString(), rows()];
}

test("cells are put into their places whatever the pieces, quoted where they hold the delimiter", () => {
  const text = 'a;b\n1,5;"x;\n""y"\n;é\n';
  for (const size of [1, 2, 3, 100]) {
    const cells = placeCells({ from: ";", to: "," }, [1, null, 0], Buffer.from(',"f"'));
    expect(made(cells, text, size)).toEqual(['"x;\n""y",,"1,5","f"\né,,,"f"\n', 2]);
  }
});

test("records behind a header stay as they are, and are counted", () => {
  for (const size of [1, 2, 100])
    expect(made(dropHeader(), '"a\n",b\n1,"x\n"\n2,y\n', size)).toEqual(['1,"x\n"\n2,y\n', 2]);
});
