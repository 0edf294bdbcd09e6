"""An in-process job scheduler."""
