"""The entry of the room: everybody who does business may open it, and finds what concerns them."""

import pytest
from django.test import Client

from supervise.conftest import make_account, make_unit, on  # noqa: F401


@pytest.fixture
def window():
    def open_(account):
        found = Client()
        found.force_login(account)
        return found

    return open_


def test_the_hub_is_open_to_business_and_shut_to_administrators(make_account, window):  # noqa: F811
    clerk, system = make_account(), make_account()
    system.role = "system"
    system.save()
    assert window(clerk).get("/people/").status_code == 200
    assert window(system).get("/people/").status_code == 403
