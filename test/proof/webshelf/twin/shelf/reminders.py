"""Once a day, a line for each book that is late."""
import asyncio
import logging

LOG = logging.getLogger(__name__)


class Reminders:
    def __init__(self, shelf, today, every=86400, tell=LOG.warning):
        self.shelf = shelf
        self.today = today
        self.every = every
        self.tell = tell

    async def remind(self):
        books = await self.shelf.overdue(self.today())
        for book in books:
            self.tell("%s owes %s", book.reader, book.title)
        return len(books)

    async def run(self):
        while True:
            await self.remind()
            await asyncio.sleep(self.every)
