"""A block server: `R n`, `W n hex`, `S`; every third question finds it busy when it is started so."""
import socketserver
import sys
import threading

BLOCKS = {}
MUTEX = threading.Lock()
STATE = {"asked": 0}
BUSY = len(sys.argv) > 1


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        for raw in self.rfile:
            with MUTEX:
                self.wfile.write(self.answer(raw.decode().split()).encode() + b"\n")

    def answer(self, words):
        STATE["asked"] += 1
        if BUSY and STATE["asked"] % 3:
            return "BUSY later"
        if words[0] == "W":
            BLOCKS[words[1]] = words[2]
            return "OK"
        if words[0] == "R":
            return "OK " + BLOCKS[words[1]] if words[1] in BLOCKS else "NONE " + words[1]
        return "OK"


class Threads(socketserver.ThreadingTCPServer):
    daemon_threads = True


server = Threads(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
