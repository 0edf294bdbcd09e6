import asyncio
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import proofkit  # noqa: E402

is_twin = proofkit.choose("crawler")
_site, (port,) = proofkit.start(pathlib.Path(__file__).with_name("site.py"))
BASE = "http://127.0.0.1:" + port

from sitemapper.cli import crawl  # noqa: E402
from sitemapper.crawl import Crawler, check_links  # noqa: E402
from sitemapper.fetch import Fetcher  # noqa: E402
from sitemapper.politeness import HostGate  # noqa: E402


class Options:
    seeds = [BASE + "/c"]
    depth = 1
    pool = 4
    per_host = 1


CHECKED = [BASE + path for path in ("/gone", "/a", "/slow", "/flaky", "/b")]


def crawler():
    return Crawler(Fetcher(timeout=0.8, retries=1), depth=3, pool_size=2, gate=HostGate(2, 0.01))


def tell(walker, found, checked, text):
    return {
        "found": [[item.url, item.status, item.title, item.links] for item in found],
        "failed": walker.failed,
        "requests": walker.fetcher.requests,
        "checked": checked,
        "report": text,
    }


def original():
    walker = crawler()
    found = walker.run([BASE + "/"])
    checked = check_links(Fetcher(timeout=0.8, retries=1), CHECKED, 3)
    return tell(walker, found, checked, crawl(Options))


async def twin():
    walker = crawler()
    found = await walker.run([BASE + "/"])
    checked = await check_links(Fetcher(timeout=0.8, retries=1), CHECKED, 3)
    return tell(walker, found, checked, await crawl(Options))


def hide_port(value):
    if isinstance(value, str):
        return value.replace(BASE, "http://site")
    if isinstance(value, dict):
        return {hide_port(key): hide_port(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [hide_port(item) for item in value]
    return value


proofkit.emit(hide_port(asyncio.run(twin()) if is_twin else original()))
