import argparse
import asyncio
import json
import sys

from awaitlet import async_def

from .client import Client
from .endpoints import default_endpoints
from .worker import Worker


def build_parser():
    parser = argparse.ArgumentParser(prog="fieldwork")
    commands = parser.add_subparsers(dest="command", required=True)
    serve_parser = commands.add_parser("serve")
    serve_parser.add_argument("--port", type=int, default=7400)
    serve_parser.add_argument("--keep", type=float, default=60)
    call_parser = commands.add_parser("call")
    call_parser.add_argument("address")
    call_parser.add_argument("method")
    call_parser.add_argument("params", nargs="*")
    return parser


def parse_params(words):
    pairs = (word.partition("=") for word in words)
    return {name: json.loads(value) for name, _, value in pairs}


async def serve(options):
    worker = Worker(default_endpoints(options.keep))
    await worker.start("0.0.0.0", options.port)
    await worker.wait()


async def call(options):
    host, _, port = options.address.rpartition(":")
    client = await async_def(Client((host, int(port))).__enter__)
    try:
        return await client.call(options.method, **parse_params(options.params))
    finally:
        await async_def(client.__exit__, *sys.exc_info())


def run():
    asyncio.run(main())


async def main(argv=None):
    options = build_parser().parse_args(argv)
    if options.command == "serve":
        await serve(options)
    else:
        sys.stdout.write(json.dumps(await call(options)) + "\n")
