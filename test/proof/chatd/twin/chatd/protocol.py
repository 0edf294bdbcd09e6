"""Lines on a socket."""
import asyncio

from awaitlet import awaitlet

MAX_LINE = 4096


class LineTooLong(Exception):
    pass


def parse(line):
    """`/join tea` -> ("join", "tea"); anything else is said."""
    if line.startswith("/"):
        name, _, rest = line[1:].partition(" ")
        return name.lower(), rest.strip()
    return "say", line


def encode(text):
    return text.encode("utf-8", "replace") + b"\r\n"


class LineReader:
    def __init__(self, sock):
        self._sock = sock
        self._buffer = b""

    def _take(self):
        line, _, self._buffer = self._buffer.partition(b"\n")
        return line.rstrip(b"\r").decode("utf-8", "replace")

    def read_line(self):
        """The next line, or None when the peer has closed."""
        while b"\n" not in self._buffer:
            if len(self._buffer) > MAX_LINE:
                raise LineTooLong()
            chunk = awaitlet(asyncio.get_running_loop().sock_recv(self._sock, 1024))
            if not chunk:
                return None
            self._buffer += chunk
        return self._take()

    def __iter__(self):
        while True:
            line = self.read_line()
            if line is None:
                return
            yield line
