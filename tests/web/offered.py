"""What a page offers: the forms it posts, filled in as a person might, and where its links lead."""

import datetime as dt
from html.parser import HTMLParser

OUTSIDE = ("/static/", "/sign-out/", "/language/", "/api/")


class Forms(HTMLParser):
    """The forms of a page that are posted, with what a person might fill in, and where its links lead."""

    def __init__(self, here):
        super().__init__()
        self.here, self.found, self.form, self.chosen, self.links = here, [], None, None, set()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        link = (given.get("href") or "").partition("#")[0].partition("?")[0] if tag == "a" else ""
        if link.startswith("/") and not link.startswith(OUTSIDE):
            self.links.add(link)
        if tag == "form":
            self.form = {} if given.get("method") == "post" else None
            if self.form is not None:
                self.found.append((given.get("action") or self.here, self.form))
        name = given.get("name")
        if self.form is None or not name:
            if tag == "option" and self.form is not None and self.chosen and given.get("value"):
                self.form.setdefault(self.chosen, given["value"])
            return
        if tag == "select":
            self.chosen = name
        elif tag == "textarea":
            self.form[name] = "依据"
        elif tag == "button":
            self.form.setdefault(name, given.get("value", "1"))
        elif tag == "input" and given.get("type") not in {"file", "checkbox"}:
            kinds = {"date": str(dt.date(2026, 10, 20)), "number": given.get("min") or "1"}
            self.form[name] = given.get("value") or kinds.get(given.get("type"), "1")

    def handle_endtag(self, tag):
        if tag == "select":
            self.chosen = None
        elif tag == "form":
            self.form = None
