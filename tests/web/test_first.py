"""The first administrators are opened at the terminal; everybody after them in the pages."""

import io

import pytest
from django.core.exceptions import ValidationError

from kaogong.audit.models import Event
from kaogong.org.models import Account
from kaogong.web.first import NotFirst, administrator, asked_password

PASSWORD = "绿水青山-2026-考功"


@pytest.mark.django_db
def test_each_office_has_a_first_account() -> None:
    for office in ("system", "security", "audit"):
        assert administrator(f"first-{office}", office, PASSWORD).role == office
    assert Event.objects.filter(verb="open_account").count() == 3


@pytest.mark.django_db
def test_a_second_one_is_opened_in_the_pages() -> None:
    administrator("first", "system", PASSWORD)
    with pytest.raises(NotFirst, match="已有人担任"):
        administrator("second", "system", PASSWORD)


@pytest.mark.django_db
def test_a_weak_password_is_refused() -> None:
    with pytest.raises(ValidationError):
        administrator("first", "system", "12345678")
    assert not Account.objects.exists()


def test_without_a_terminal_the_password_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\nmore\n"))
    assert asked_password() == PASSWORD
