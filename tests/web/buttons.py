"""What a page offers: its links, and its forms with what they would send."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

UNSENT = {"file", "submit", "checkbox", "radio"}
"""Kinds of fields that send nothing unless chosen."""


@dataclass
class Offered:
    """A link or a form of a page."""

    address: str
    words: str = ""
    post: bool = False
    fields: dict[str, str] = field(default_factory=dict)


class Page(HTMLParser):
    """Reads the links and the forms of a page's main part."""

    def __init__(self, path, text):
        super().__init__()
        self.path, self.found = path, []
        self.main = self.link = self.form = self.select = self.button = None
        self.feed(text)

    def handle_starttag(self, tag, given):
        given = dict(given)
        if tag == "main":
            self.main = True
        elif not self.main:
            return
        elif tag == "a" and given.get("href", "").startswith(("/", "?")):
            self.link = Offered(self.whole(given["href"]))
        elif tag == "form":
            post = given.get("method", "").lower() == "post"
            self.form = Offered(self.whole(given.get("action") or self.path), post=post)
        elif self.form is not None:
            self.input(tag, given)

    def input(self, tag, given):
        name, form = given.get("name"), self.form
        if tag == "button":
            self.button = True
            if name:
                form.fields.setdefault(name, given.get("value") or "")
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and (self.select not in form.fields or "selected" in given):
            form.fields[self.select] = given.get("value", "")
        elif tag == "input" and name and ("checked" in given or given.get("type") not in UNSENT):
            form.fields[name] = given.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "main":
            self.main = False
        elif tag == "a" and self.link is not None:
            self.found.append(self.link)
            self.link = None
        elif tag == "form" and self.form is not None:
            self.found.append(self.form)
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "button":
            self.button = None

    def handle_data(self, words):
        if self.link is not None:
            self.link.words += words.strip()
        elif self.form is not None and self.button:
            self.form.words += words.strip()

    def whole(self, address):
        return self.path.partition("?")[0] + address if address.startswith("?") else address
