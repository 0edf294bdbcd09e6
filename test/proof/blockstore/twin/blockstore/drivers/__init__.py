"""The drivers by name. Importing a driver's module registers it."""
from blockstore.drivers import local, remote  # noqa: F401
from blockstore.drivers.base import REGISTRY


def load(name, **options):
    return REGISTRY[name](**options)
