"""What a cell prints: sent as it comes, up to a bound, and counted beyond it."""

import contextlib
import io
import sys

CHARACTERS = 200_000


class _Stream(io.TextIOBase):
    encoding = "utf-8"

    def __init__(self, name):
        self._name = name
        self._wire = self._n = None
        self._left = self._cut = 0

    def begin(self, wire, n):
        self._wire, self._n, self._left, self._cut = wire, n, CHARACTERS, 0

    def end(self):
        """Printed later, by a thread or a task, is shown with the run that is the last one."""
        if self._cut:
            self._wire.send({"op": "cut", "n": self._n, "stream": self._name, "characters": self._cut})
            self._cut = 0

    def writable(self):
        return True

    def isatty(self):
        return False

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        shown = text[: self._left]
        self._left -= len(shown)
        self._cut += len(text) - len(shown)
        if shown and self._wire is not None:
            self._wire.text(self._n, self._name, shown)
        return len(text)

    def flush(self):
        pass


_streams = {"stdout": _Stream("stdout"), "stderr": _Stream("stderr")}


def take_streams():
    sys.stdout, sys.stderr = _streams["stdout"], _streams["stderr"]


@contextlib.contextmanager
def printing(wire, n):
    for stream in _streams.values():
        stream.begin(wire, n)
    yield
    for stream in _streams.values():
        stream.end()
