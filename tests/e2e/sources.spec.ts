import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Client } from "pg";
import { startPostgres, type Postgres } from "../postgres";
import { enter, expect, expectSoundEverywhere, makeProject, test } from "./journey";

let postgres: Postgres | null = null;
test.beforeAll(async () => {
  postgres = await startPostgres();
});
test.afterAll(() => postgres?.stop());

test("a dataset comes from PostgreSQL, and a refresh says what changed there", async ({ page }) => {
  test.skip(postgres === null, "no PostgreSQL is installed");
  const database = new Client(postgres!.url);
  database.on("error", () => undefined); // the server may go first where the test fails
  await database.connect();
  await database.query(
    "CREATE TABLE sky AS SELECT i AS id, 'NEO ' || i AS name FROM generate_series(1, 300) i",
  );

  await enter(page);
  await makeProject(page, "Sources");
  await page.getByRole("link", { name: "Data", exact: true }).click();
  await page.getByRole("link", { name: "Connect PostgreSQL" }).click();
  await page.getByLabel("Dataset").fill("sky");
  await page.getByLabel("Host").fill("127.0.0.1");
  await page.getByLabel("Port").fill(new URL(postgres!.url).port);
  await page.getByLabel("Database").fill("postgres");
  await page.getByLabel("User").fill("test");
  await page.getByLabel("Password").fill("wrong");
  await page.getByLabel("Encryption").selectOption({ label: "None" });
  await page.getByLabel("Query").fill("SELECT * FROM sky ORDER BY id");
  await page.getByLabel("Key").fill("id");
  await page.getByRole("button", { name: "Test" }).click();
  await expect(page.getByRole("form").getByRole("alert")).toContainText("password authentication failed");
  await page.getByLabel("Password").fill("test");
  await page.getByRole("button", { name: "Test" }).click();
  await expect(page.getByText("The first 100 rows of more; nothing was kept.")).toBeVisible();
  await expect(page.getByRole("cell", { name: "NEO 100", exact: true })).toBeVisible();
  await expectSoundEverywhere(page, "new-source");

  await page.getByRole("button", { name: "Save and fetch" }).click();
  await expect(page.getByText("Fetched for the first time: 300 rows.")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText("set, not shown")).toBeVisible();

  await database.query("DELETE FROM sky WHERE id = 1");
  await database.query("UPDATE sky SET name = 'Apophis' WHERE id IN (2, 3)");
  await database.query("INSERT INTO sky VALUES (301, 'new')");
  await page.getByRole("button", { name: "Refresh" }).click();
  await expect(page.getByText("300 → 300 rows: 1 new, 2 changed, 1 gone")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText("Changed cells: “name” in 2 rows")).toBeVisible();
  await page.getByRole("button", { name: "Refresh" }).click();
  await expect(page.getByText("The rows are those of v2.")).toBeVisible({ timeout: 60_000 });
  await expectSoundEverywhere(page, "source");

  await page.getByRole("link", { name: "v2", exact: true }).click();
  await expect(page.getByRole("complementary", { name: "Source" })).toContainText("From PostgreSQL");
  await expectSoundEverywhere(page, "dataset-from-source");
  await page.getByRole("link", { name: "Source", exact: true }).click();

  await page.getByRole("button", { name: "Edit" }).click();
  await expect(page.getByLabel("Password")).toHaveValue("");
  await page.getByLabel("Host").fill("localhost");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("form").getByRole("alert")).toContainText("Give it again for another place.");
  await page.getByLabel("Host").fill("127.0.0.1");
  await page.getByLabel("Query").fill("SELECT * FROM nowhere");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("button", { name: "Refresh" }).click();
  await expect(page.getByText('relation "nowhere" does not exist')).toBeVisible({ timeout: 60_000 });

  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("button", { name: "Delete the source" }).click();
  await expect(page.getByRole("heading", { name: "sky", exact: true })).toBeVisible();
  await expect(page.getByRole("complementary", { name: "Source" })).toHaveCount(0);
  await database.end();
});

test("a dataset comes from a file of HDFS; the trial names the files of a folder", async ({ page }) => {
  const text = "id,name\n1,Eros\n2,Apophis\n";
  const list = [{ pathSuffix: "neo.csv", type: "FILE" }];
  const file = { type: "FILE", length: text.length, modificationTime: 1, fileId: 2 };
  const hdfs = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, "http://hdfs");
    const op = searchParams.get("op");
    const isFolder = pathname === "/webhdfs/v1/data";
    if (op === "OPEN" && !searchParams.has("offset"))
      return void response.writeHead(307, { location: `${request.url}&offset=0` }).end();
    if (op === "OPEN") return void response.end(text);
    if (op === "GETFILESTATUS")
      return void response.end(
        JSON.stringify({ FileStatus: isFolder ? { ...file, type: "DIRECTORY", length: 0 } : file }),
      );
    const partialListing = { FileStatuses: { FileStatus: list } };
    response.end(JSON.stringify({ DirectoryListing: { partialListing, remainingEntries: 0 } }));
  });
  await new Promise<void>((resolve) => hdfs.listen(0, "127.0.0.1", resolve));

  await enter(page);
  const root = await makeProject(page, "HDFS");
  await page.goto(`${root}/data`);
  await page.getByRole("link", { name: "Connect WebHDFS" }).click();
  await page.getByLabel("Dataset").fill("neo");
  await page.getByLabel("Name node").fill(`http://127.0.0.1:${(hdfs.address() as AddressInfo).port}`);
  await page.getByLabel("Path").fill("/data");
  await expect(page.getByLabel("Delegation token")).toHaveCount(0);
  await page.getByLabel("Sign in").selectOption({ label: "With a user’s name" });
  await page.getByLabel("User").fill("alice");
  await page.getByRole("button", { name: "Test" }).click();
  await expect(page.getByRole("form").getByRole("alert")).toContainText(
    "/data is a folder. Name one of its files: neo.csv.",
  );
  await page.getByLabel("Path").fill("/data/neo.csv");
  await page.getByRole("button", { name: "Test" }).click();
  await expect(page.getByRole("cell", { name: "Apophis", exact: true })).toBeVisible();
  await expectSoundEverywhere(page, "new-source-hdfs");
  await page.getByRole("button", { name: "Save and fetch" }).click();
  await expect(page.getByText("Fetched for the first time: 2 rows.")).toBeVisible({ timeout: 60_000 });
  hdfs.close();
  hdfs.closeAllConnections();
});
