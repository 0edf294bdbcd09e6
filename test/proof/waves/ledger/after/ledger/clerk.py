"""The program: enters the day's amounts."""
import asyncio

from awaitlet import async_def

from ledger.books import Book, SlowStore, settle
from ledger.crossing import cross

NOTES = []
BOOK = Book(SlowStore())


async def main():
    for amount in (5, 7, 11):
        await async_def(BOOK.enter, "main", amount)
    NOTES.append("%d lines" % await async_def(len, BOOK))
    try:
        async with asyncio.timeout(0.01):
            await settle(BOOK, NOTES)
    except TimeoutError:
        pass
    NOTES.append("closed")


if __name__ == "__main__":
    cross(main())
