"""The WSGI application."""
import json
import re

from awaitlet import awaitlet

from .books import AlreadyLent, NotFound

REASONS = {200: "OK", 400: "Bad Request", 401: "Unauthorized", 404: "Not Found",
           405: "Method Not Allowed", 409: "Conflict"}


class HttpError(Exception):
    def __init__(self, status, why):
        super().__init__(why)
        self.status = status


def read_json(environ):
    size = int(environ.get("CONTENT_LENGTH") or 0)
    try:
        return json.loads(awaitlet(environ["wsgi.input"].read(size)) or b"{}")
    except ValueError:
        raise HttpError(400, "not JSON")


def show(book):
    return dict(book.to_row(), id=book.number)


class Desk:
    """Routes a request to a method; the methods return what is sent as JSON."""

    def __init__(self, shelf, hook, today):
        self.shelf = shelf
        self.hook = hook
        self.today = today
        self.routes = [
            ("GET", re.compile(r"/books$"), self.list_books),
            ("GET", re.compile(r"/books/(\w+)$"), self.show_book),
            ("POST", re.compile(r"/books/(\w+)/loan$"), self.lend),
            ("DELETE", re.compile(r"/books/(\w+)/loan$"), self.take_back),
        ]

    def list_books(self, environ):
        return [show(book) for book in self.shelf.all()]

    def show_book(self, environ, number):
        return show(self.shelf.find(number))

    def lend(self, environ, number):
        wish = read_json(environ)
        reader = wish.get("reader") or environ["shelf.reader"]
        book = self.shelf.lend(number, reader, self.today(), wish.get("days", 14))
        self.hook.announce("lent", book)
        return show(book)

    def take_back(self, environ, number):
        book = self.shelf.take_back(number)
        self.hook.announce("returned", book)
        return show(book)

    def route(self, method, path):
        known = False
        for verb, pattern, function in self.routes:
            match = pattern.match(path)
            if match and verb == method:
                return function, match.groups()
            known = known or bool(match)
        raise HttpError(405 if known else 404, path)

    def respond(self, environ):
        try:
            function, words = self.route(environ["REQUEST_METHOD"], environ["PATH_INFO"])
            return 200, function(environ, *words)
        except HttpError as err:
            return err.status, {"error": str(err)}
        except NotFound as err:
            return 404, {"error": "no book %s" % err}
        except AlreadyLent as err:
            return 409, {"error": "lent to %s" % err}

    def __call__(self, environ, start_response):
        status, payload = self.respond(environ)
        return send(start_response, status, payload)


def send(start_response, status, payload):
    body = json.dumps(payload, sort_keys=True).encode("utf-8")
    start_response("%d %s" % (status, REASONS[status]),
                   [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]


class TokenCheck:
    """Middleware: who is asking?"""

    def __init__(self, inner, shelf):
        self.inner = inner
        self.shelf = shelf

    def __call__(self, environ, start_response):
        reader = self.shelf.reader_of(environ.get("HTTP_X_TOKEN", ""))
        if not reader:
            return send(start_response, 401, {"error": "who are you?"})
        environ["shelf.reader"] = reader
        return self.inner(environ, start_response)
