import { expect, test } from "vitest";
import { readDatasets, type DatasetRequest, type Read } from "./read-datasets";

/** What is asked for, what is read, and the bytes that come, where the newest version is the third. */
async function asked(request: DatasetRequest) {
  const paths: string[] = [];
  const reads: Read[] = [];
  const call = async (path: string) => {
    paths.push(path);
    if (path.includes("?limit")) return Response.json({ versions: [{ number: 3 }] });
    const told = encodeURIComponent(JSON.stringify({ reads: [{ id: "v", name: "neo", number: 2 }] }));
    return new Response(new Uint8Array([7]), { headers: path === "/sql" ? { "x-query": told } : {} });
  };
  const bytes = await readDatasets(request, call, (read) => void reads.push(read));
  return { paths, reads, bytes: [...new Uint8Array(bytes)] };
}

test("a dataset is read at its newest version, or at the one that is named", async () => {
  expect(await asked({ kind: "dataset", reference: "a b/c" })).toEqual({
    paths: ["/datasets/a%20b%2Fc/versions?limit=1", "/datasets/a%20b%2Fc/versions/3/arrow"],
    reads: [{ name: "a b/c", number: 3 }],
    bytes: [7],
  });
  expect(await asked({ kind: "dataset", reference: "neo@v2" })).toMatchObject({
    paths: ["/datasets/neo/versions/2/arrow"],
    reads: [{ name: "neo", number: 2 }],
  });
});

test("a query says which versions it read", async () => {
  const sql = "select * from dataset('neo')";
  expect(await asked({ kind: "sql", sql })).toEqual({
    paths: ["/sql"],
    reads: [{ name: "neo", number: 2 }],
    bytes: [7],
  });
});
