"""People at the desk: HTTP requests, most after one another, some at once."""
import http.client
import json
import sys
import threading
import time

PORT, HOOK = int(sys.argv[1]), int(sys.argv[2])
SEEN = []


def ask(method, path, token="t-ann", body=None, port=PORT):
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    headers = {"X-Token": token, "Connection": "close"}
    client.request(method, path, body and json.dumps(body), headers)
    answer = client.getresponse()
    return [answer.status, json.loads(answer.read())]


print("started", flush=True)
for request in [
    ("GET", "/books"),
    ("GET", "/books/b1"),
    ("GET", "/books/b9"),
    ("GET", "/books/b1", "wrong"),
    ("POST", "/books/b1/loan", "t-ann", {"days": 7}),
    ("POST", "/books/b1/loan", "t-ben", {}),
    ("POST", "/books/b2/loan", "t-ben", {"reader": "eve"}),
    ("PUT", "/books/b2/loan", "t-ben"),
    ("GET", "/nowhere", "t-ben"),
    ("DELETE", "/books/b2/loan", "t-ben"),
    ("GET", "/books"),
]:
    SEEN.append([request, ask(*request)])

# Two at once: each loan needs two of the four connections for a while.
answers = []


def many(number):
    answers.append(ask("POST", "/books/b2/loan", "t-ann", {"reader": "r%d" % number})[0])


threads = [threading.Thread(target=many, args=(number,)) for number in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
SEEN.append(sorted(answers))
ask("DELETE", "/books/b2/loan")
for _ in range(100):
    told = ask("GET", "/", port=HOOK)[1]
    if len(told["told"]) >= 4:
        break
    time.sleep(0.05)
told["told"].sort(key=lambda item: (item["book"], item["what"]))
# How many of the pool's connections were needed depends on who came when.
told["connections"] = 1 <= told["connections"] <= 4
print(json.dumps([SEEN, told]), flush=True)
