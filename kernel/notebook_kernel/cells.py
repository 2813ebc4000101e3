"""Runs cells: each in names of its own, beside one room of names that cells share."""

import ast
import builtins
import inspect
import json
import linecache
import os
import signal
import sys
import traceback
import types

from .names import names_of
from .plain import NotPlain, encode
from .printed import printing
from .shown import note_of, open_figures, part_of
from .tables import library_of, to_arrow, to_columns

_HERE = os.path.dirname(os.path.abspath(__file__))
MESSAGE = 2_000
VALUE_BYTES = 16 * 2**20
TRACE_LINES = 30
PARTS = 50


def _no_input(prompt=""):
    raise RuntimeError("input() has nobody to ask here. Give the value in a cell, or by Inputs in a TypeScript cell.")


class Cells:
    """A name that a cell does not have is looked up among the built-in ones: there the shared names are put.

    So two cells may each have an `i`, functions see what other cells give now, and a cell's names go with it.
    """

    def __init__(self, wire, known):
        self._wire = wire
        self._shared = {**vars(builtins), **known, "display": self._display, "input": _no_input}
        self._first = dict(self._shared)
        self._owner = {}
        self._main = types.ModuleType("__main__")
        self._main.__dict__["__builtins__"] = self._shared
        sys.modules["__main__"] = self._main
        self._now = None
        self._parts = 0
        self._loop = None
        self._in_cell = False
        self._stopped = None
        signal.signal(signal.SIGINT, self._interrupted)

    def stop(self, n):
        """Interrupts a run, and nothing that came after it; asked in another thread."""
        self._stopped = n
        # what the cell started is in the same group
        os.killpg(0, signal.SIGINT)

    def _interrupted(self, *_):
        if self._in_cell and self._now == self._stopped:
            raise KeyboardInterrupt

    def forget(self, cell):
        """Takes back what a cell gave."""
        for name in [name for name, owner in self._owner.items() if owner == cell]:
            self._take_back(name)

    def keep_only(self, cells):
        for cell in set(self._owner.values()) - set(cells) - {None}:
            self.forget(cell)

    def _take_back(self, name):
        del self._owner[name]
        self._main.__dict__.pop(name, None)
        if name in self._first:
            self._shared[name] = self._first[name]
        else:
            self._shared.pop(name, None)

    def _give(self, name, value, owner):
        self._shared[name] = value
        self._owner[name] = owner
        self._main.__dict__[name] = value

    def names(self):
        """The names that are there now, for who completes them."""
        return dict(self._shared)

    def run(self, n, cell, source, given):
        """Runs a cell with the values that others give it, and tells what became of it."""
        self.forget(cell)
        self._now, self._parts = n, 0
        with printing(self._wire, n):
            error, notes = None, []
            try:
                try:
                    self._in_cell = True
                    if self._stopped == n:
                        raise KeyboardInterrupt
                    for name, value in given.items():
                        self._give(name, value(), None)
                    notes = self._run(cell, source)
                finally:
                    self._in_cell = False
            except BaseException as raised:
                error = self._error(raised, cell)
        self._wire.send({"op": "ran", "n": n, "error": error, "variables": notes})

    def _run(self, cell, source):
        names = names_of(source)
        if names["error"]:
            raise _Refused(names["error"])
        file = f"<cell {cell}>"
        linecache.cache[file] = (len(source), None, source.splitlines(True), file)
        tree = ast.parse(source, file)
        last = None
        if tree.body and isinstance(tree.body[-1], ast.Expr) and not source.rstrip().endswith(";"):
            last = ast.Expression(tree.body.pop().value)
        room = {"__name__": "__main__", "__builtins__": self._shared, "__doc__": None}
        self._evaluate(compile(tree, file, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True), room)
        if last is not None:
            code = compile(last, file, "eval", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
            value = self._evaluate(code, room)
            if value is not None:
                self._display(value)
        for figure in open_figures():
            self._display(figure)
        notes = []
        for name in names["defines"]:
            if name in room:
                self._give(name, room[name], cell)
                notes.append({"name": name, **note_of(room[name])})
        return notes

    def _evaluate(self, code, room):
        value = eval(code, room)
        if not code.co_flags & inspect.CO_COROUTINE:
            return value
        import asyncio

        self._loop = self._loop or asyncio.new_event_loop()
        task = self._loop.create_task(value)
        try:
            return self._loop.run_until_complete(task)
        except KeyboardInterrupt:
            task.cancel()
            raise

    def _display(self, *values):
        for value in values:
            self._parts += 1
            if self._parts > PARTS:
                if self._parts == PARTS + 1:
                    note = f"A cell shows {PARTS} values; what it shows beyond them is left out"
                    self._wire.send({"op": "shown", "n": self._now, "mime": "text/plain", "data": "", "note": note})
                continue
            part = part_of(value)
            self._wire.send({"op": "shown", "n": self._now, **part})

    def _error(self, raised, cell):
        if isinstance(raised, _Refused):
            return {**raised.error, "trace": None}
        file = f"<cell {cell}>"
        frames = traceback.extract_tb(raised.__traceback__)
        own = [frame.lineno for frame in frames if frame.filename == file]
        # what runs a cell is nobody's concern
        first = next((i for i, frame in enumerate(frames) if frame.filename.startswith("<cell ")), len(frames))
        shown = [frame for frame in frames[first:] if not frame.filename.startswith(_HERE)]
        trace = "".join(traceback.format_list(shown[-TRACE_LINES:])) if len(shown) > 1 else None
        name = type(raised).__name__
        if isinstance(raised, KeyboardInterrupt):
            return {"name": "Interrupted", "message": "The cell was stopped.", "line": own[-1] if own else None,
                    "trace": None}
        if isinstance(raised, SystemExit):
            return {"name": name, "message": "exit() ends nothing here: leave the cell by its end.",
                    "line": own[-1] if own else None, "trace": None}
        try:
            message = str(raised)
        except Exception:
            message = "(its own words failed)"
        if len(message) > MESSAGE:
            message = f"{message[:MESSAGE]} … and {len(message) - MESSAGE:,} characters more"
        if isinstance(raised, ModuleNotFoundError) and raised.name:
            message += f". It is not installed in this server's Python ({sys.executable})."
        return {"name": name[:100], "message": message, "line": own[-1] if own else None, "trace": trace}

    def value(self, n, name):
        """Sends a value to another language, as Arrow or as plain JSON, or says why it cannot."""
        try:
            if self._owner.get(name) is None:
                raise NotPlain("its cell gave it no value")
            self._send_value(n, self._shared[name])
        except NotPlain as error:
            self._wire.send({"op": "value", "n": n, "error": f"{name} cannot be read: {error}."})
        except BaseException as error:
            why = f"{type(error).__name__}: {error}"[:MESSAGE]
            self._wire.send({"op": "value", "n": n, "error": f"{name} cannot be read: {why}"})

    def _send_value(self, n, value):
        if library_of(value):
            arrow = to_arrow(value)
            if arrow is not None:
                return self._send_bytes(n, "arrow", arrow)
            kind, plain = "columns", to_columns(value)
        elif type(value).__module__.startswith("pandas") and hasattr(value, "to_list"):
            kind, plain = "plain", encode(value.to_list())
        elif type(value).__module__.startswith("polars") and hasattr(value, "to_list"):
            kind, plain = "plain", encode(value.to_list())
        else:
            kind, plain = "plain", encode(value)
        self._send_bytes(n, kind, json.dumps(plain).encode())

    def _send_bytes(self, n, kind, content):
        if len(content) > VALUE_BYTES:
            raise NotPlain(
                f"it is {len(content) / 2**20:,.0f} MB, and at most {VALUE_BYTES // 2**20} MB go to other "
                "languages at once. Choose columns, filter, or count first"
            )
        self._wire.send({"op": "value", "n": n, "kind": kind}, content)


class _Refused(Exception):
    """A text that is not Python."""

    def __init__(self, error):
        super().__init__(error["message"])
        self.error = error
