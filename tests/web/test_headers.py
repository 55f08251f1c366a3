"""Nothing is loaded from elsewhere, no script stands in a page, and no page of an account is kept on the way."""

import re

import pytest

from fences.source import ROOT, templates
from kaogong.web.files import files as listed

TAG = re.compile(r"{%.*?%}", re.DOTALL)
PRINTED = re.compile(r"_print\.html$|/print/")
"""Templates that become a PDF: no browser opens them."""
INLINE = re.compile(r"<style|(?<=[\s'/])(?:style|on[a-z]+)=|<script(?![^>]*\bsrc=)|javascript:", re.IGNORECASE)


@pytest.mark.parametrize("path", ["/sign-in/", "/", "/no-such-page/"])
def test_every_answer_has_the_policy(client, account, path) -> None:
    client.force_login(account)
    sent = client.get(path)
    policy = sent["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert sent["X-Frame-Options"] == "DENY"
    assert sent["Referrer-Policy"] == "same-origin"


def test_a_page_of_an_account_is_not_kept(client, account) -> None:
    client.force_login(account)
    assert client.get("/")["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("template", [one for one in templates() if not PRINTED.search(one)])
def test_templates_hold_no_script_and_no_style(template) -> None:
    text = TAG.sub("", (ROOT / template).read_text("utf-8"))
    assert not INLINE.search(text), INLINE.search(text)
    assert "http://" not in text.replace("http://www.w3.org", "")
    assert "https://" not in text


@pytest.mark.parametrize("name", list(listed()))
def test_listed_files_are_there(client, db, files, name) -> None:
    from django.contrib.staticfiles.storage import staticfiles_storage

    sent = client.get(staticfiles_storage.url(name))
    assert len(b"".join(sent.streaming_content)) == listed()[name].stat().st_size
    sent.close()
    assert "immutable" in sent["Cache-Control"]


def test_nothing_else_is_served(client, files) -> None:
    assert client.get("/static/django_htmx/htmx-4.js").status_code == 404


def test_the_first_page_is_light(files) -> None:
    first = [path.stat().st_size for name, path in listed().items() if name != "echarts.min.js"]
    assert sum(first) < 300_000
