import { expect, test } from "vitest";
import { assessedSource } from "./source.ts";

const TEXT = `import eventlet
class Node:
    def __init__(self, addresses):
        self.members = {}
        self.leader = None
        self._populate(addresses)
    def _populate(self, addresses):
        for address in addresses:
            self.members[address] = eventlet.connect(address)
        if self.leader is None:
            eventlet.sleep(1)
            self.leader = address
    def tell(self, message):
        for address, sock in self.members.items():
            sock.sendall(message)
            eventlet.sleep(0)
`;
const breaksOf = (text: string) =>
  assessedSource(text).readiness.silentBreaks.map(({ id, line }) => `${id}:${line}`);

test("what only the initialiser calls changes an object that nobody else has yet", () => {
  expect(breaksOf(`${TEXT}Node([1]).tell(b'x')\n`)).toEqual([]);
});

test("what others call too changes one that they share", () => {
  const text = `${TEXT}    def join(self, addresses):
        self._populate(addresses)
node = Node([1])
node.join([2])
node.tell(b'x')
`;
  expect(breaksOf(text)).toEqual(["atomicity:12", "iterate-while-shared:14"]);
});
