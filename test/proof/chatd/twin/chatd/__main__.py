import argparse
import asyncio

from chatd.server import ChatServer


def parse_args(argv=None):
    parser = argparse.ArgumentParser(prog="chatd")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=6667)
    parser.add_argument("--idle", type=int, default=600)
    return parser.parse_args(argv)


async def main(argv=None):
    args = parse_args(argv)
    server = ChatServer(args.host, args.port, idle_limit=args.idle)
    server.start_reaper()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
