"""Messages on two pipes: a line of JSON, then as many bytes as its `bytes` says, one length a payload."""

import json
import os
import queue
import threading

# A line that is longer was not written by the server.
LINE_BYTES = 4 * 2**20


class Wire:
    """Reads requests in the thread that asks, and writes in a thread of its own.

    Whoever sends only puts into a queue: an interrupt can come between any two steps of a cell, and a message
    that was half written would end the kernel.
    """

    def __init__(self, read_fd, write_fd):
        for fd in (read_fd, write_fd):
            os.set_inheritable(fd, False)
        self._in = os.fdopen(read_fd, "rb", 1 << 16)
        self._write_fd = write_fd
        self._out = queue.SimpleQueue()
        os.register_at_fork(after_in_child=lambda: (os.close(read_fd), os.close(write_fd)))
        threading.Thread(target=self._write_all, daemon=True).start()

    def send(self, message, *payloads):
        self._out.put((message, payloads))

    def text(self, n, stream, text):
        """What a run printed; pieces that wait are joined."""
        self._out.put((n, stream, text))

    def read(self):
        """The next message and its payloads; None when the server is gone."""
        line = self._in.readline(LINE_BYTES)
        if not line.endswith(b"\n"):
            return None
        message = json.loads(line)
        payloads = [self._in.read(length) for length in message.pop("bytes", [])]
        return message, payloads

    def _write_all(self):
        waiting = None
        while True:
            one = waiting or self._out.get()
            waiting = None
            if len(one) == 3:
                one, waiting = self._joined(one)
            message, payloads = one
            if payloads:
                message = {**message, "bytes": [len(payload) for payload in payloads]}
            self._put(json.dumps(message).encode() + b"\n")
            for payload in payloads:
                self._put(payload)

    def _joined(self, first):
        n, stream, text = first
        texts, following = [text], None
        while not self._out.empty():
            following = self._out.get()
            if len(following) != 3 or following[:2] != (n, stream):
                break
            texts.append(following[2])
            following = None
        return ({"op": "stream", "n": n, "stream": stream, "text": "".join(texts)}, ()), following

    def _put(self, content):
        view = memoryview(content)
        while view:
            try:
                view = view[os.write(self._write_fd, view):]
            except OSError:
                os._exit(0)  # the server is gone
