"""What a guest does: asks robots.txt, and does not knock with twenty hands at once."""
import asyncio
import contextlib

from .fetch import FetchFailed
from .links import host_of


class HostGate:
    """At most `per_host` requests at a time against one host, `delay` seconds apart."""

    def __init__(self, per_host=2, delay=0):
        self.per_host = per_host
        self.delay = delay
        self._gates = {}

    def _gate(self, host):
        if host not in self._gates:
            self._gates[host] = asyncio.Semaphore(self.per_host)
        return self._gates[host]

    @contextlib.asynccontextmanager
    async def entered(self, url):
        async with self._gate(host_of(url)):
            yield
            if self.delay:
                await asyncio.sleep(self.delay)


def parse_robots(text):
    prefixes = []
    for line in text.splitlines():
        name, _, value = line.partition(":")
        if name.strip().lower() == "disallow" and value.strip():
            prefixes.append(value.strip())
    return prefixes


class Robots:
    def __init__(self, fetcher):
        self.fetcher = fetcher
        self._rules = {}

    async def _load(self, root):
        try:
            page = await self.fetcher.get(root + "/robots.txt")
        except FetchFailed:
            return []
        return parse_robots(page.text) if page.status == 200 else []

    async def allows(self, url):
        scheme, _, rest = url.partition("://")
        root = "%s://%s" % (scheme, host_of(url))
        if root not in self._rules:
            self._rules[root] = await self._load(root)
        path = "/" + rest.partition("/")[2]
        return not any(path.startswith(prefix) for prefix in self._rules[root])
