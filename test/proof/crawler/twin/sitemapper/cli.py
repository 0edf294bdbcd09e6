import argparse
import asyncio
import sys

from .crawl import Crawler, check_links
from .fetch import Fetcher
from .politeness import HostGate
from .report import render


def build_parser():
    parser = argparse.ArgumentParser(prog="sitemapper")
    parser.add_argument("seeds", nargs="*")
    parser.add_argument("--depth", type=int, default=2)
    parser.add_argument("--pool", type=int, default=20)
    parser.add_argument("--per-host", type=int, default=2)
    parser.add_argument("--check-only", metavar="FILE")
    return parser


def read_list(path):
    with open(path, encoding="utf-8") as handle:
        return [line.strip() for line in handle if line.strip()]


async def crawl(options):
    crawler = Crawler(Fetcher(), options.depth, options.pool, HostGate(options.per_host))
    found = await crawler.run(options.seeds)
    return render(found, crawler.failed)


async def check(options):
    urls = read_list(options.check_only)
    pairs = await check_links(Fetcher(), urls, options.pool)
    return "\n".join("%s %s" % (status, url) for url, status in pairs)


async def main(argv=None):
    options = build_parser().parse_args(argv)
    text = await (check(options) if options.check_only else crawl(options))
    sys.stdout.write(text + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
