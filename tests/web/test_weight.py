"""What a page loads the first time: no more than 300 kB beside the page itself, and nothing from elsewhere."""

import re

import pytest
from django.contrib.staticfiles import finders

MOST = 300_000


@pytest.fixture
def pages(client, account):
    client.force_login(account)
    return [client.get(path).content.decode() for path in ("/", "/org/", "/notices/", "/account/")]


def test_the_first_load_is_light(pages):
    for page in pages:
        loaded = set(re.findall(r'<(?:script|link)[^>]+(?:src|href)="([^"]+)"', page))
        assert loaded
        assert all(one.startswith("/static/") for one in loaded), loaded
        names = [re.sub(r"\.[0-9a-f]{12}(?=\.\w+$)", "", one.removeprefix("/static/")) for one in loaded]
        sizes = {name: len(open(finders.find(name), "rb").read()) for name in names}  # noqa: PTH123, SIM115
        assert sum(sizes.values()) <= MOST, sizes
        assert "echarts.min.js" not in sizes
