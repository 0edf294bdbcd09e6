"""Text for people."""
from collections import Counter


def by_status(found):
    return Counter(item.status for item in found)


def orphan_links(found):
    known = {item.url for item in found}
    return sorted({link for item in found for link in item.links} - known)


def render(found, failed):
    lines = ["%3d %s  %s" % (item.status, item.url, item.title or "-") for item in found]
    lines += ["ERR %s  %s" % pair for pair in sorted(failed.items())]
    counts = ", ".join("%s: %d" % pair for pair in sorted(by_status(found).items()))
    return "\n".join(lines + ["", counts or "nothing found"])
