import type { Direct, Sql } from "./direct";
import type { SqliteConnection, SqliteValue } from "./sqlite";
import { runTransaction } from "./transaction";

/** Statements on the one connection of a SQLite file. */
export function sqliteDirect(connection: SqliteConnection): Direct {
  const held = sqliteSql(connection);
  const direct: Direct = {
    provider: "sqlite",
    all: (text, values) => connection.alone(() => held.all(text, values)),
    insert: (table, columns, onConflict) => connection.alone(() => held.insert(table, columns, onConflict)),
    insertNew: (table, columns) => connection.alone(() => held.insertNew(table, columns)),
    transaction: async (work) => {
      const { result, committed } = await connection.alone(async () => {
        connection.run("BEGIN IMMEDIATE", []);
        try {
          const done = await runTransaction(direct, { ...held }, work);
          connection.run("COMMIT", []);
          return done;
        } catch (error) {
          connection.rollback();
          throw error;
        }
      });
      committed();
      return result;
    },
  };
  return direct;
}

function objectOf(columns: readonly string[], row: readonly SqliteValue[]): Record<string, SqliteValue> {
  const made: Record<string, SqliteValue> = {};
  for (let i = 0; i < columns.length; i++) made[columns[i]!] = row[i]!;
  return made;
}

/** Rows that one prepared INSERT takes; a power of ten, so that few shapes are kept. */
const chunks = [100, 10, 1];

function sqliteSql(connection: SqliteConnection): Sql {
  const held: Sql = {
    provider: "sqlite",
    all: async <Row>(text: string, values: readonly SqliteValue[] = []) => {
      const { columns, rows } = connection.run(text, values);
      return rows.map((row) => objectOf(columns, row)) as Row[];
    },
    insert: async (table, columns, onConflict) => {
      const [head, lists] = [
        `INSERT INTO "${table}" (${Object.keys(columns)
          .map((name) => `"${name}"`)
          .join(", ")}) VALUES `,
        Object.values(columns).map(({ values }) => values),
      ];
      const row = `(${lists.map(() => "?").join(",")})`;
      const values: SqliteValue[] = [];
      let [at, written] = [0, 0];
      for (const size of chunks) {
        const text = `${head}${Array(size).fill(row).join(",")} ${onConflict}`;
        for (; lists[0]!.length - at >= size; at += size) {
          values.length = 0;
          for (let i = at; i < at + size; i++) for (const list of lists) values.push(list[i]!);
          written += connection.run(text, values).changes;
        }
      }
      return written;
    },
    insertNew: async (table, columns) => void (await held.insert(table, columns, "ON CONFLICT DO NOTHING")),
  };
  return held;
}
