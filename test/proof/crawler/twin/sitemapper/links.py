"""Finding and normalising the links of a page. No network here."""
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

SKIPPED_SCHEMES = frozenset(["mailto", "javascript", "tel", "data"])


class LinkParser(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.hrefs = []
        self.title = None
        self._in_title = False

    def handle_starttag(self, tag, attrs):
        if tag == "title":
            self._in_title = True
        elif tag == "a":
            self.hrefs.extend(value for name, value in attrs if name == "href" and value)

    def handle_endtag(self, tag):
        if tag == "title":
            self._in_title = False

    def handle_data(self, data):
        if self._in_title and self.title is None:
            self.title = data.strip()


def host_of(url):
    return urlsplit(url).netloc.lower()


def normalise(base, href):
    """An absolute URL without its fragment, or None for what a crawler cannot follow."""
    url, _fragment = urldefrag(urljoin(base, href.strip()))
    if urlsplit(url).scheme in SKIPPED_SCHEMES:
        return None
    return url


def links_of(base, text):
    parser = LinkParser()
    parser.feed(text)
    found = {normalise(base, href) for href in parser.hrefs}
    return parser.title, sorted(found - {None})
