import abc


class Transport(abc.ABC):
    """Carries bytes to a collector. Subclass it outside of greenkit, too."""

    def __init__(self, host, port):
        self.host = host
        self.port = port

    def open(self):
        pass

    @abc.abstractmethod
    def deliver(self, payload):
        """Hand over the bytes; returns when they are on their way."""

    def name(self):
        return type(self).__name__.lower()
