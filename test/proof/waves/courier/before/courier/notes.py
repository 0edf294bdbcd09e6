"""What happened, each program's own."""
COLLECTED = []
DELIVERED = []
