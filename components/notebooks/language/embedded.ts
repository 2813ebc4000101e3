import ts from "typescript";
import type { Cell } from "@/lib/notebooks/schema";

/** What stands between `${` and `}` in a text, in UTF-16 units; open where the bracket is missing. */
export type Expression = { start: number; end: number; isClosed: boolean };

/** So long may an expression be, in UTF-16 units, and so many of a cell are read. */
const longest = 10_000;
const mostOfCell = 500;

/** The expressions in a cell of SQL, Markdown or HTML, as running it finds them. */
export function expressionsIn({ mode, source }: Pick<Cell, "mode" | "source">): Expression[] {
  if (mode !== "sql" && mode !== "md" && mode !== "html") return [];
  const text = mode === "sql" ? withoutQuoting(source) : source;
  const found: Expression[] = [];
  for (let at = nextOpening(text, 0, mode); at >= 0 && found.length < mostOfCell;) {
    const expression = expressionAt(text, at + 2);
    found.push(expression);
    at = nextOpening(text, expression.end, mode);
  }
  return found;
}

/**
 * A cell of SQL, Markdown or HTML as TypeScript: expressions at their places, blanks for all other text.
 */
export function embeddedText(cell: Pick<Cell, "mode" | "source">): string {
  const text = cell.mode === "sql" ? withoutQuoting(cell.source) : cell.source;
  const parts: string[] = [];
  let from = 0;
  for (const { start, end } of expressionsIn(cell)) {
    const inner = text.slice(start, end);
    parts.push(blanks(text.slice(from, start - 2)), inner.trim() === "" ? ` ;${inner};` : `;(${inner})`);
    from = end + 1;
  }
  return parts.join("") + blanks(text.slice(from));
}

/** In a query these mean themselves, also within an expression, where they are no code. */
const withoutQuoting = (source: string) => source.replaceAll(/[\\`]/g, " ");
const blanks = (text: string) => text.replaceAll(/[^\n]/g, " ");

function nextOpening(text: string, from: number, mode: Cell["mode"]): number {
  const openings = mode === "sql" ? /\$\{/g : /\\[\s\S]|\$\{/g;
  openings.lastIndex = from;
  for (let found = openings.exec(text); found; found = openings.exec(text))
    if (found[0] === "${") return found.index;
  return -1;
}

/** The expression that begins at a place, read as the compiler reads a template. */
function expressionAt(text: string, start: number): Expression {
  const read = "`${" + text.slice(start, start + longest);
  const file = ts.createSourceFile("part.ts", read, ts.ScriptTarget.ESNext, false);
  const [first] = file.statements;
  const whole = first && ts.isExpressionStatement(first) ? leftmost(first.expression) : null;
  const literal = whole && ts.isTemplateExpression(whole) ? whole.templateSpans[0]?.literal : undefined;
  const close = literal ? literal.getStart(file) + start - 3 : -1;
  if (close >= start && text[close] === "}") return { start, end: close, isClosed: true };
  // code that is not right yet ends with its bracket, or with its line
  const line = text.slice(start).search(/[}\n]|$/) + start;
  return { start, end: line, isClosed: text[line] === "}" };
}

/** The template at the beginning of what was read: code may seem to go on behind it. */
function leftmost(expression: ts.Expression): ts.Expression {
  const inner = ts.isBinaryExpression(expression)
    ? expression.left
    : ts.isCallExpression(expression) || ts.isPropertyAccessExpression(expression)
      ? expression.expression
      : ts.isTaggedTemplateExpression(expression)
        ? expression.tag
        : null;
  return inner ? leftmost(inner) : expression;
}
