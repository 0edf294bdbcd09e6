from greenkit.registry import transport
from greenkit.transports.base import Transport


@transport("memory")
class MemoryTransport(Transport):
    def __init__(self, host=None, port=None):
        super().__init__(host, port)
        self.payloads = []

    def deliver(self, payload):
        self.payloads.append(payload)
