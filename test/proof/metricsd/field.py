"""Three sensors, a statsd server, and a port that tells what these were asked."""
import json
import socket
import threading

SENSORS = [
    {"name": "cellar", "value": "12500 mC", "unit": "C", "zone": "south"},
    {"name": "attic", "value": "31.25 C", "unit": "C", "zone": "east"},
    {"name": "roof", "value": "-4 C", "unit": "C", "zone": "north"},
]
HEARD = {"statsd": []}
LOCK = threading.Lock()


def hear(name, line):
    with LOCK:
        HEARD.setdefault(name, []).append(line)


def sensor(client, about):
    client.sendall(about["name"].encode() + b"\n")
    for raw in client.makefile("rb"):
        line = raw.decode().strip()
        hear(about["name"], line)
        if line == "bye":
            break
        word = line.split()[-1] if line.startswith("attr ") else line
        answer = "ok" if line.startswith("offset") else about.get(word, "ERR no " + word)
        client.sendall(answer.encode() + b"\n")
    client.close()


def statsd(client, _about):
    for raw in client.makefile("rb"):
        hear("statsd", raw.decode().strip())


def tell(client, _about):
    with LOCK:
        client.sendall(json.dumps(HEARD, sort_keys=True).encode())
    client.close()


def listen(serve, about=None):
    server = socket.create_server(("127.0.0.1", 0))

    def accept():
        while True:
            client, _peer = server.accept()
            threading.Thread(target=serve, args=(client, about), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return server.getsockname()[1]


ports = [listen(sensor, about) for about in SENSORS] + [listen(statsd), listen(tell)]
print(*ports, flush=True)
threading.Event().wait()
