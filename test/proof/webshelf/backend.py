"""shelfdb with some books in it, and a web hook that remembers what it was told."""
import http.server
import json
import socketserver
import threading

DATA = {
    "book:b1": {"title": "Emma", "reader": None, "due": None},
    "book:b2": {"title": "Ulysses", "reader": "cyd", "due": "2024-01-05"},
    "book:b3": {"title": "Walden", "reader": "dan", "due": "2024-02-20"},
    "token:t-ann": {"reader": "ann"},
    "token:t-ben": {"reader": "ben"},
}
LOCKS = {}
MUTEX = threading.Lock()
TOLD = []
STATE = {"connections": 0, "refusals": 1}


class Database(socketserver.StreamRequestHandler):
    def handle(self):
        with MUTEX:
            STATE["connections"] += 1
        for raw in self.rfile:
            verb, _, rest = raw.decode().strip().partition(" ")
            answer = getattr(self, "do_" + verb)(rest)
            self.wfile.write(("OK " + answer).encode() + b"\n")

    def do_VERSION(self, _rest):
        return "2.1"

    def do_GET(self, key):
        with MUTEX:
            return json.dumps(DATA[key]) if key in DATA else ""

    def do_PUT(self, rest):
        key, _, text = rest.partition(" ")
        with MUTEX:
            DATA[key] = json.loads(text)
        return ""

    def do_KEYS(self, prefix):
        with MUTEX:
            return " ".join(sorted(key for key in DATA if key.startswith(prefix)))

    def do_LOCK(self, key):
        with MUTEX:
            lock = LOCKS.setdefault(key, threading.Lock())
        lock.acquire()
        return ""

    def do_UNLOCK(self, key):
        LOCKS[key].release()
        return ""


class Hook(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with MUTEX:
            refused = STATE["refusals"] > 0
            STATE["refusals"] -= 1
            if not refused:
                TOLD.append(body)
        self.answer(503 if refused else 200, {})

    def do_GET(self):
        with MUTEX:
            told = {"told": TOLD, "data": DATA, "connections": STATE["connections"]}
            self.answer(200, told)

    def answer(self, status, value):
        body = json.dumps(value, sort_keys=True).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args):
        pass


class Threads(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


database = Threads(("127.0.0.1", 0), Database)
hook = Threads(("127.0.0.1", 0), Hook)
for server in (database, hook):
    threading.Thread(target=server.serve_forever, daemon=True).start()
print(database.server_address[1], hook.server_address[1], flush=True)
threading.Event().wait()
