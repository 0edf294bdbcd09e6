from greenkit.events import Events
from greenkit.loops import Periodic, retry
from greenkit.registry import open_transport
from greenkit.utils import gather, spawn

__all__ = ["Events", "Periodic", "gather", "open_transport", "retry", "spawn"]
