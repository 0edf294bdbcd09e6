from greenkit.transports import memory, tcp  # noqa: F401
