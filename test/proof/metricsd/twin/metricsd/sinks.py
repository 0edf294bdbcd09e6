"""Where the numbers go. All sinks speak `emit(lines)`."""
import abc
import asyncio

from awaitlet import async_def, awaitlet

from .connection import open_socket


class Sink(abc.ABC):
    @abc.abstractmethod
    def emit(self, lines):
        """Hand over the lines of one batch."""

    def describe(self):
        return type(self).__name__


class MemorySink(Sink):
    def __init__(self):
        self.lines = []

    def emit(self, lines):
        self.lines.extend(lines)


class TcpSink(Sink):
    def __init__(self, host, port):
        self.address = (host, port)
        self._sock = None

    def emit(self, lines):
        if self._sock is None:
            self._sock = awaitlet(open_socket(self.address))
        data = "".join(line + "\n" for line in lines).encode("ascii")
        awaitlet(asyncio.get_running_loop().sock_sendall(self._sock, data))


class TeeSink(Sink):
    def __init__(self, *sinks):
        self.sinks = sinks

    def emit(self, lines):
        for sink in self.sinks:
            sink.emit(lines)

    def describe(self):
        return "+".join(sink.describe() for sink in self.sinks)


def format_line(label, value):
    return "%s:%s|g" % (label, value)


class Batch:
    """`with Batch(sink) as batch: batch.add(...)`; sent when full and at the end."""

    def __init__(self, sink, size=10):
        self.sink = sink
        self.size = size
        self.lines = []

    def __enter__(self):
        return self

    def __exit__(self, kind, _value, _traceback):
        if kind is None:
            self.flush()

    async def add(self, label, value):
        self.lines.append(format_line(label, value))
        if len(self.lines) >= self.size:
            await async_def(self.flush)

    def flush(self):
        if self.lines:
            self.sink.emit(self.lines)
            self.lines = []
