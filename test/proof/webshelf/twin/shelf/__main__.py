import argparse
import asyncio
import datetime
import functools

from awaitlet import async_def

from shelf.app import Desk, TokenCheck
from shelf.books import Shelf
from shelf.db import Database
from shelf.hooks import Hook
from shelf.reminders import Reminders


def today():
    return datetime.date.today().isoformat()


def parse_args(argv=None):
    parser = argparse.ArgumentParser(prog="shelf")
    parser.add_argument("--db", default="127.0.0.1:7070")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--hook")
    return parser.parse_args(argv)


def make_app(shelf, hook, clock=today):
    return TokenCheck(Desk(shelf, hook, clock), shelf)


async def open_shelf(address):
    host, _, port = address.rpartition(":")
    return Shelf(await async_def(Database, (host, int(port))))


async def read_environ(reader):
    method, path, _version = (await reader.readline()).decode("latin-1").split()
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path}
    while (line := (await reader.readline()).decode("latin-1").strip()):
        name, _, value = line.partition(":")
        environ["HTTP_" + name.upper().replace("-", "_")] = value.strip()
    size = int(environ.get("HTTP_CONTENT_LENGTH", 0))
    environ["CONTENT_LENGTH"] = str(size)
    environ["wsgi.input"] = Body(reader, size)
    return environ


class Body:
    def __init__(self, reader, size):
        self.reader = reader
        self.left = size

    async def read(self, size):
        size = min(size, self.left)
        self.left -= size
        return await self.reader.readexactly(size)


async def answer(app, reader, writer):
    """One request in, one answer out."""
    head = []

    def start_response(status, headers):
        head.append("HTTP/1.1 %s" % status)
        head.extend("%s: %s" % pair for pair in headers)

    try:
        body = await app(await read_environ(reader), start_response)
        head += ["Connection: close", "", ""]
        writer.write("\r\n".join(head).encode("latin-1") + b"".join(body))
        await writer.drain()
    finally:
        writer.close()


async def serve(host, port, app):
    return await asyncio.start_server(functools.partial(answer, app), host, port)


async def main(argv=None):
    args = parse_args(argv)
    shelf = await open_shelf(args.db)
    reminders = asyncio.create_task(Reminders(shelf, today).run())
    app = make_app(shelf, Hook(args.hook))
    server = await serve("", args.port, functools.partial(async_def, app))
    await asyncio.gather(server.serve_forever(), reminders)


if __name__ == "__main__":
    asyncio.run(main())
