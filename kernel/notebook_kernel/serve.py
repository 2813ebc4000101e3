"""Takes requests: what concerns texts is answered at once, what runs cells one after the other."""

import json
import os
import platform
import queue
import resource
import signal
import threading

from .cells import Cells
from .complete import completions
from .names import names_of
from .plain import decode
from .printed import take_streams
from .tables import from_arrow, from_columns, reads_arrow, table_kind
from .wire import Wire

FILE_BYTES = 256 * 2**20
STACK_BYTES = 16 * 2**20


def serve(read_fd, write_fd):
    _bound()
    threading.stack_size(STACK_BYTES)
    wire = Wire(read_fd, write_fd)
    threading.stack_size(0)
    take_streams()
    work, answers = queue.SimpleQueue(), queue.SimpleQueue()
    cells = Cells(wire, {"dataset": _dataset(wire, answers)})
    threading.stack_size(STACK_BYTES)
    threading.Thread(target=_hear, args=(wire, work, answers, cells), daemon=True).start()
    threading.stack_size(0)
    wire.send({
        "op": "ready", "python": platform.python_version(), "tables": table_kind(), "arrow": reads_arrow(),
    })
    while True:
        try:
            _do(cells, *work.get())
        except KeyboardInterrupt:
            pass  # came between two cells


def _bound():
    """What the kernel and all that it starts may use. Its group is its own: that is ended as a whole.

    A signal at the server's death would end the kernel alone, before it has ended what it started.
    """
    try:
        os.setpgid(0, 0)
    except OSError:
        pass  # leads a session already
    memory = int(os.environ.pop("KERNEL_MEMORY", 0))
    if memory:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _do(cells, message, payloads):
    op = message["op"]
    if op == "run":
        given = {one["name"]: _value(one["kind"], content) for one, content in zip(message["given"], payloads)}
        cells.run(message["n"], message["cell"], message["source"], given)
    elif op == "value":
        cells.value(message["n"], message["name"])
    elif op == "forget":
        cells.forget(message["cell"])
    elif op == "keep":
        cells.keep_only(message["cells"])


def _value(kind, content):
    if kind == "arrow":
        return lambda: from_arrow(content)
    plain = json.loads(content)
    return (lambda: from_columns(plain)) if kind == "columns" else (lambda: decode(plain))


def _hear(wire, work, answers, cells):
    while True:
        heard = wire.read()
        if heard is None:
            _end()
        message, payloads = heard
        op = message["op"]
        if op == "names":
            wire.send({"op": "names", "n": message["n"], **names_of(message["source"])})
        elif op == "complete":
            found = completions(message["source"], message["at"], cells.names())
            wire.send({"op": "completions", "n": message["n"], "found": found})
        elif op == "interrupt":
            cells.stop(message["n"])
        elif op == "dataset":
            answers.put((message, payloads))
        else:
            work.put((message, payloads))


def _end():
    """The server is gone: whatever the cells started goes too."""
    try:
        os.killpg(0, signal.SIGKILL)
    finally:
        os._exit(0)


def _dataset(wire, answers):
    asked = 0

    def dataset(reference):
        """A dataset of the project as a table, by name or name@v2, as you may read it."""
        nonlocal asked
        if not isinstance(reference, str):
            raise TypeError('dataset needs a name, such as dataset("name") or dataset("name@v2")')
        asked += 1
        wire.send({"op": "dataset", "k": asked, "reference": reference})
        while True:
            message, payloads = answers.get()
            if message["k"] == asked:  # an earlier one was interrupted
                break
        if message["error"]:
            raise RuntimeError(message["error"])
        return _value(message["kind"], payloads[0])()

    return dataset
