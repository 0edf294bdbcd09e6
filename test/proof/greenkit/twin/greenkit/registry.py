"""Transports by the scheme of their address; packages may bring more of them."""
from importlib import metadata
from urllib.parse import urlsplit

_known = {}


def transport(scheme):
    def decorate(cls):
        _known[scheme] = cls
        return cls
    return decorate


def find(scheme):
    if scheme not in _known:
        for entry in metadata.entry_points().get("greenkit.transports", ()):
            _known.setdefault(entry.name, entry.load())
    return _known[scheme]


def open_transport(url):
    parts = urlsplit(url)
    chosen = find(parts.scheme)(parts.hostname, parts.port)
    chosen.open()
    return chosen
