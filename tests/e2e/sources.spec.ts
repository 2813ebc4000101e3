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
