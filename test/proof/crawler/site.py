"""A small web site: five good pages, a missing one, a flaky one, a slow one, a forbidden one."""
import http.server
import socketserver
import time

PAGES = {
    "/": ("Start", ["/a", "/b#top", "/flaky", "mailto:x@example.org", "/private/x"]),
    "/a": ("A", ["/b", "/c", "/gone"]),
    "/b": ("B", ["/", "/slow"]),
    "/c": ("C", ["http://elsewhere.example/"]),
    "/flaky": ("Flaky", []),
    "/private/x": ("Private", []),
}
ASKED = {}


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        ASKED[self.path] = ASKED.get(self.path, 0) + 1
        if self.path == "/robots.txt":
            return self.answer(200, "User-agent: *\nDisallow: /private\n")
        if self.path == "/flaky" and ASKED[self.path] % 2 == 1:
            return self.answer(503, "busy")
        if self.path == "/slow":
            time.sleep(1.5)
        if self.path not in PAGES:
            return self.answer(404, "no such page")
        title, links = PAGES[self.path]
        anchors = "".join('<a href="%s">x</a>' % link for link in links)
        self.answer(200, "<html><title>%s</title>%s</html>" % (title, anchors))

    def answer(self, status, text):
        body = text.encode()
        try:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            pass

    def log_message(self, *_args):
        pass


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True


with Server(("127.0.0.1", 0), Handler) as server:
    print(server.server_address[1], flush=True)
    server.serve_forever()
