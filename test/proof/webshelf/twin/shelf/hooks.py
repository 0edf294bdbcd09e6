"""Telling others what happened, without making the reader at the desk wait."""
import asyncio
import json
import logging
from urllib.error import URLError
from urllib.request import Request, urlopen

LOG = logging.getLogger(__name__)


async def post_json(url, payload):
    body = json.dumps(payload, sort_keys=True).encode("utf-8")
    request = Request(url, data=body, headers={"Content-Type": "application/json"})
    response = await asyncio.to_thread(urlopen, request, timeout=5)
    with response:
        return response.status


class Hook:
    def __init__(self, url, attempts=3):
        self.url = url
        self.attempts = attempts
        self.delivered = 0
        self._tasks = set()

    def announce(self, what, book):
        if self.url:
            task = asyncio.create_task(self._deliver({"what": what, "book": book.number}))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _deliver(self, payload):
        for attempt in range(self.attempts):
            try:
                await post_json(self.url, payload)
            except (URLError, OSError) as err:
                LOG.warning("hook: %s", err)
                await asyncio.sleep(0.05 * (attempt + 1))
            else:
                self.delivered += 1
                return
