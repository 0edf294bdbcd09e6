"""Two people at their terminals: plain blocking sockets, one step after the other."""
import json
import socket
import sys

SEEN = []


class Terminal:
    def __init__(self, name):
        self.name = name
        self.sock = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
        self.sock.settimeout(5)
        self.rest = b""

    def type(self, line):
        self.sock.sendall(line.encode() + b"\r\n")

    def read(self, count=1):
        for _ in range(count):
            while b"\n" not in self.rest:
                data = self.sock.recv(1000)
                if not data:
                    SEEN.append([self.name, None])
                    return
                self.rest += data
            line, _, self.rest = self.rest.partition(b"\n")
            SEEN.append([self.name, line.decode().strip()])


print("started", flush=True)
ann = Terminal("ann")
ann.read()
ben = Terminal("ben")
ben.read()
for terminal, line, ann_reads, ben_reads in [
    (ann, "hello?", 1, 0),
    (ann, "/nick ann", 1, 0),
    (ben, "/nick not a name", 0, 1),
    (ben, "/nick ben", 0, 1),
    (ann, "/join tea", 0, 0),
    (ann, "good morning", 1, 0),
    (ben, "/join tea", 1, 1),
    (ben, "hi ann", 1, 1),
    (ann, "/who tea", 1, 0),
    (ann, "/dance", 1, 0),
    (ben, "/leave tea", 1, 0),
    (ben, "/join tea", 1, 3),
    (ann, "/quit", 1, 1),
]:
    terminal.type(line)
    ann.read(ann_reads)
    ben.read(ben_reads)
ann.read()
ben.type("x" * 6000)
ben.read()
print(json.dumps(SEEN), flush=True)
