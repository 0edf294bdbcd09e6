"""Collects lines; `?` answers with all of them."""
import json
import socket
import threading

LINES = []
waiting = socket.create_server(("127.0.0.1", 0))
print(waiting.getsockname()[1], flush=True)


def serve(client):
    for raw in client.makefile("rb"):
        if raw.strip() == b"?":
            client.sendall(json.dumps(LINES).encode() + b"\n")
        else:
            LINES.append(json.loads(raw))


while True:
    client, _peer = waiting.accept()
    threading.Thread(target=serve, args=(client,), daemon=True).start()
