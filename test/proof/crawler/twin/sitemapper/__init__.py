"""Polite site crawler on asyncio."""

__version__ = "2.3.1"
