"""Three sensors, a statsd server, and a port that tells what these were asked."""
import json
import socket
import threading

SENSORS = [
    {"name": "cellar", "value": "12500 mC", "unit": "C", "zone": "south"},
    {"name": "attic", "value": "31.25 C", "unit": "C", "zone": "east"},
    {"name": "roof", "value": "-4 C", "unit": "C", "zone": "north"},
]
# By name, the lines of each connection: two connections are served at once, so only the order
# within one of them is the agent's doing.
HEARD = {"statsd": []}
LOCK = threading.Lock()


def conversation(name):
    lines = []
    with LOCK:
        HEARD.setdefault(name, []).append(lines)
    return lines


def sensor(client, about, heard):
    client.sendall(about["name"].encode() + b"\n")
    for raw in client.makefile("rb"):
        line = raw.decode().strip()
        with LOCK:
            heard.append(line)
        if line == "bye":
            break
        word = line.split()[-1] if line.startswith("attr ") else line
        answer = "ok" if line.startswith("offset") else about.get(word, "ERR no " + word)
        client.sendall(answer.encode() + b"\n")
    client.close()


def statsd(client, _about, heard):
    for raw in client.makefile("rb"):
        with LOCK:
            heard.append(raw.decode().strip())


def tell(client, _about, _heard):
    with LOCK:
        client.sendall(json.dumps(HEARD, sort_keys=True).encode())
    client.close()


def listen(serve, name, about=None):
    server = socket.create_server(("127.0.0.1", 0))

    def accept():
        while True:
            client, _peer = server.accept()
            # Begun here, not in the thread: connections are numbered in the order of their coming.
            args = (client, about, conversation(name))
            threading.Thread(target=serve, args=args, daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return server.getsockname()[1]


ports = [listen(sensor, about["name"], about) for about in SENSORS]
ports += [listen(statsd, "statsd"), listen(tell, "tell")]
print(*ports, flush=True)
threading.Event().wait()
