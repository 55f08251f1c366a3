"""The pages of scoring, by a browser without JavaScript."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.usefixtures("files", "cycle")


@pytest.fixture
def browse(client):
    def go(account):
        client.force_login(account)
        return client

    return go


def test_the_history_is_for_those_who_see_all(browse, office, head):
    assert "还没有计分" in browse(office).get(reverse("assess:runs")).content.decode()
    assert browse(head).get(reverse("assess:runs")).status_code == 403
