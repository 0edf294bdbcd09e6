"""Books and loans: the rules of the desk."""
import datetime

from awaitlet import async_def

from .cache import cached


class NotFound(Exception):
    pass


class AlreadyLent(Exception):
    pass


class Book:
    def __init__(self, number, row):
        self.number = number
        self.title = row["title"]
        self.reader = row.get("reader")
        self.due = row.get("due")

    def to_row(self):
        return {"title": self.title, "reader": self.reader, "due": self.due}

    def is_overdue(self, today):
        return self.due is not None and self.due < today


def due_order(book):
    return (book.due or "9999", book.number)


def due_date(today, days):
    return (datetime.date.fromisoformat(today) + datetime.timedelta(days)).isoformat()


class Shelf:
    def __init__(self, database):
        self.database = database

    def find(self, number):
        row = self.database.get("book:" + number)
        if row is None:
            raise NotFound(number)
        return Book(number, row)

    def all(self):
        numbers = [key.partition(":")[2] for key in self.database.keys("book:")]
        return sorted((self.find(number) for number in numbers), key=due_order)

    def lend(self, number, reader, today, days):
        with self.database.locked("book:" + number):
            book = self.find(number)
            if book.reader:
                raise AlreadyLent(book.reader)
            book.reader, book.due = reader, due_date(today, days)
            self.database.put("book:" + number, book.to_row())
        return book

    def take_back(self, number):
        with self.database.locked("book:" + number):
            book = self.find(number)
            book.reader = book.due = None
            self.database.put("book:" + number, book.to_row())
        return book

    @cached(seconds=60)
    def reader_of(self, token):
        row = self.database.get("token:" + token)
        return row and row["reader"]

    async def overdue(self, today):
        return [book for book in await async_def(self.all) if book.is_overdue(today)]
