"""Every page can be found from both front pages, and every link leads somewhere."""

import re

import pytest

from fences.source import ROOT

FRONT = ("README.md", "README.zh.md")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def pages():
    """The pages of the documentation, without the decisions."""
    found = [*ROOT.glob("docs/*.md"), *ROOT.glob("docs/guide/*.md")]
    return sorted(one.relative_to(ROOT).as_posix() for one in found)


@pytest.mark.parametrize("front", FRONT)
def test_a_front_page_leads_to_every_page(front):
    led = set(LINK.findall((ROOT / front).read_text("utf-8")))
    assert [one for one in pages() if one not in led] == []


@pytest.mark.parametrize("page", [*FRONT, "ARCHITECTURE.md", "CONTRIBUTING.md", *pages()])
def test_links_lead_somewhere(page):
    near = (ROOT / page).parent
    links = [one for one in LINK.findall((ROOT / page).read_text("utf-8")) if "://" not in one]
    assert [one for one in links if not (near / one).exists()] == []
