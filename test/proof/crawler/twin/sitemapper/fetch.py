"""HTTP in native threads: time limit for the whole page, a few retries."""
import asyncio
import logging
from urllib import request
from urllib.error import HTTPError, URLError

LOG = logging.getLogger(__name__)
MAX_BODY = 2 * 1024 * 1024


class FetchFailed(Exception):
    def __init__(self, url, why):
        super().__init__("%s: %s" % (url, why))
        self.url = url
        self.why = why


class Page:
    __slots__ = ("url", "status", "body")

    def __init__(self, url, status, body):
        self.url = url
        self.status = status
        self.body = body

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    def __lt__(self, other):
        return self.url < other.url


def backoff(attempt):
    return min(2.0, 0.02 * 2 ** attempt)


async def open_url(url, agent):
    req = request.Request(url, headers={"User-Agent": agent})
    return await asyncio.to_thread(request.urlopen, req)


async def read_page(url, agent, seconds):
    try:
        async with asyncio.timeout(seconds):
            try:
                response = await open_url(url, agent)
            except HTTPError as err:
                return Page(url, err.code, b"")
            except URLError as err:
                raise FetchFailed(url, str(err.reason))
            try:
                return Page(url, response.status, await asyncio.to_thread(response.read, MAX_BODY))
            finally:
                response.close()
    except TimeoutError:
        raise FetchFailed(url, "timed out")


class Fetcher:
    def __init__(self, agent="sitemapper", timeout=10, retries=2):
        self.agent = agent
        self.timeout = timeout
        self.retries = retries
        self.requests = 0

    async def get(self, url):
        for attempt in range(self.retries + 1):
            self.requests += 1
            try:
                page = await read_page(url, self.agent, self.timeout)
            except FetchFailed as failure:
                LOG.warning("attempt %d: %s", attempt, failure)
                if attempt == self.retries:
                    raise
            else:
                if page.status != 503 or attempt == self.retries:
                    return page
            await asyncio.sleep(backoff(attempt))
