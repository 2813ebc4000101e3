"""The names that a cell gives to others and takes from them, found without running it."""

import ast
import builtins
import re
import symtable
import warnings

# What every cell knows beside Python's own names.
KNOWN = {"dataset", "display"}
OWN = {"__name__", "__file__", "__doc__", "__builtins__", "__annotations__", "__conditional_annotations__"}
_MAGIC = re.compile(r"^\s*(%{1,2}[A-Za-z]\w*|![A-Za-z./])")
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def names_of(source):
    """A dict: `defines`, `uses`, and `error` (name, message, line) or None where the text is Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source, "<cell>")
            table = symtable.symtable(_without_await(tree, source), "<cell>", "exec")
    except SyntaxError as error:
        return _refused(_magic(source, error.lineno) or error.msg, error.lineno)
    except (ValueError, RecursionError, MemoryError) as error:
        return _refused(str(error) or "this is nested too deeply", None)
    bound = _Bound()
    bound.visit(tree)
    referenced, made = set(), set()
    _walk(table, referenced, made)
    given = {name for name in bound.given | made if not name.startswith("_")}
    own = bound.given | bound.passing | made
    uses = referenced - own - set(vars(builtins)) - KNOWN - OWN
    return {"defines": sorted(given), "uses": sorted(uses), "error": None}


def _refused(message, line):
    return {"defines": [], "uses": [], "error": {"name": "SyntaxError", "message": message, "line": line}}


def _without_await(tree, source):
    """symtable has no flag for an await at the top: such a text is read as a function's, whose names are its."""
    try:
        compile(source, "<cell>", "exec", dont_inherit=True)
        return source
    except SyntaxError:
        # raises what is wrong where it is not an await at the top
        compile(tree, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        return ast.unparse(_Plain().visit(ast.parse(source)))


class _Plain(ast.NodeTransformer):
    """Takes `await` and `async` away at the top, where they change no name."""

    def visit_FunctionDef(self, node):
        return node

    visit_AsyncFunctionDef = visit_Lambda = visit_ClassDef = visit_FunctionDef

    def visit_Await(self, node):
        return self.visit(node.value)

    def visit_AsyncFor(self, node):
        self.generic_visit(node)
        return ast.For(node.target, node.iter, node.body, node.orelse, lineno=node.lineno)

    def visit_AsyncWith(self, node):
        self.generic_visit(node)
        return ast.With(node.items, node.body, lineno=node.lineno)

    def visit_comprehension(self, node):
        self.generic_visit(node)
        node.is_async = 0
        return node


def _magic(source, line):
    """What to do about Jupyter's own language, where that is what is wrong."""
    lines = source.splitlines()
    text = lines[line - 1] if line and line <= len(lines) else ""
    found = _MAGIC.match(text)
    if not found:
        return None
    return (
        f"{found.group(1)} is Jupyter's own language, not Python. Use Python itself: figures show without "
        "%matplotlib, and subprocess.run starts programs."
    )


def _walk(table, referenced, made):
    """Names that are read from outside of the cell's functions, and those that functions make by `global`."""
    is_top = table.get_type() == "module"
    for symbol in table.get_symbols():
        name = symbol.get_name()
        if is_top or symbol.is_global():
            if symbol.is_referenced():
                referenced.add(name)
            if not is_top and symbol.is_declared_global() and symbol.is_assigned():
                made.add(name)
    for child in table.get_children():
        _walk(child, referenced, made)


class _Bound(ast.NodeVisitor):
    """Names bound at the top of a cell: those that it gives, and those of loops, `with` and `except`."""

    def __init__(self):
        self.given, self.passing = set(), set()

    def _targets(self, node, to):
        for part in ast.walk(node):
            if isinstance(part, ast.Name) and isinstance(part.ctx, (ast.Store, ast.Del)):
                to.add(part.id)

    def visit_Name(self, node):
        if isinstance(node.ctx, (ast.Store, ast.Del)):
            self.given.add(node.id)

    def visit_For(self, node):
        self._targets(node.target, self.passing)
        for part in [node.iter, *node.body, *node.orelse]:
            self.visit(part)

    visit_AsyncFor = visit_For

    def visit_With(self, node):
        for item in node.items:
            self.visit(item.context_expr)
            if item.optional_vars:
                self._targets(item.optional_vars, self.passing)
        for part in node.body:
            self.visit(part)

    visit_AsyncWith = visit_With

    def visit_ExceptHandler(self, node):
        if node.name:
            self.passing.add(node.name)
        self.generic_visit(node)

    def visit_Import(self, node):
        for alias in node.names:
            if alias.name != "*":
                self.given.add(alias.asname or alias.name.split(".")[0])

    visit_ImportFrom = visit_Import

    def visit_MatchAs(self, node):
        if node.name:
            self.passing.add(node.name)
        self.generic_visit(node)

    visit_MatchStar = visit_MatchAs

    def visit_MatchMapping(self, node):
        if node.rest:
            self.passing.add(node.rest)
        self.generic_visit(node)

    def generic_visit(self, node):
        if isinstance(node, _SCOPES):
            if not isinstance(node, ast.Lambda):
                self.given.add(node.name)
            # defaults, decorators and bases are read at the top; only `:=` binds there
            for part in ast.iter_child_nodes(node):
                if isinstance(part, ast.expr) and not isinstance(node, ast.Lambda):
                    self.visit(part)
        elif isinstance(node, _COMPREHENSIONS):
            for part in ast.walk(node):
                if isinstance(part, ast.NamedExpr):
                    self.given.add(part.target.id)
        else:
            super().generic_visit(node)
