"""The crawl itself: a pool of tasks, each visiting one page and submitting its links."""
import functools
import logging

from .fetch import FetchFailed
from .links import host_of, links_of
from .politeness import HostGate, Robots
from .pool import TaskPool

LOG = logging.getLogger(__name__)


class Found:
    def __init__(self, url, status, title, links):
        self.url = url
        self.status = status
        self.title = title
        self.links = links


class Crawler:
    def __init__(self, fetcher, depth=2, pool_size=20, gate=None):
        self.fetcher = fetcher
        self.depth = depth
        self.gate = gate or HostGate()
        self.robots = Robots(fetcher)
        self.pool = TaskPool(pool_size)
        self.seen = set()
        self.found = {}
        self.failed = {}

    async def submit(self, url, depth):
        if url in self.seen:
            return
        self.seen.add(url)
        await self.pool.spawn(self.visit, url, depth)

    async def visit(self, url, depth):
        if not await self.robots.allows(url):
            return
        try:
            async with self.gate.entered(url):
                page = await self.fetcher.get(url)
        except FetchFailed as failure:
            self.failed[url] = failure.why
            return
        links = self.record(page)
        if depth > 0:
            for link in links:
                if host_of(link) == host_of(url):
                    await self.submit(link, depth - 1)

    def record(self, page):
        title, links = links_of(page.url, page.text)
        self.found[page.url] = Found(page.url, page.status, title, links)
        return links

    async def run(self, seeds):
        for seed in seeds:
            await self.submit(seed, self.depth)
        await self.pool.waitall()
        return [self.found[url] for url in sorted(self.found)]


async def probe(fetcher, url):
    try:
        return url, (await fetcher.get(url)).status
    except FetchFailed as failure:
        return url, failure.why


async def check_links(fetcher, urls, pool_size=20):
    """(url, status) for each of the addresses, in their order, many at a time."""
    return await TaskPool(pool_size).map(functools.partial(probe, fetcher), urls)
