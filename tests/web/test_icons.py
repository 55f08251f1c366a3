"""Every icon a template names is in the set."""

import re

import pytest

from fences.source import ROOT, templates
from kaogong.portal.templatetags.shell import icon

NAMED = sorted(
    {name for one in templates() for name in re.findall(r'{% icon "([^"]+)"', (ROOT / one).read_text("utf-8"))}
)


@pytest.mark.parametrize("name", NAMED)
def test_it_is_there(name) -> None:
    assert "<path" in icon(name)
