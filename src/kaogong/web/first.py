"""The first administrators of an installation: three people, each with an office of their own (trust.md, 三员分立)."""

from __future__ import annotations

import getpass
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from kaogong.org.actions import open_account
from kaogong.org.models import Account
from kaogong.org.models.accounts import Role

OFFICES = {"system": Role.SYSTEM, "security": Role.SECURITY, "audit": Role.AUDIT}
"""The offices as they are named at the terminal."""


class NotFirst(RuntimeError):
    """The office is held already: further accounts are opened in the pages, by who may."""


def administrator(username: str, office: str, password: str) -> Account:
    """Open the first account of an office of administration.

    Raises:
        NotFirst: somebody holds it.
        ValidationError: the password is too weak.
    """
    role = OFFICES[office]
    if Account.objects.filter(role=role, is_active=True).exists():
        raise NotFirst(f"{role.label}已有人担任，请在网页上办理 · somebody holds this office: use the pages")
    validate_password(password, Account(username=username))
    return open_account(by=None, username=username, person=None, password=password, role=role)


def asked_password() -> str:
    """A password, typed twice at a terminal, or one line where there is none.

    Raises:
        RuntimeError: the two are not the same.
    """
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("口令 · password: ")
    if getpass.getpass("再输一次 · once more: ") != first:
        raise RuntimeError("两次输入不同 · the two are not the same")
    return first


def spoken(error: ValidationError) -> str:
    """What is wrong with a password, in one line."""
    return "；".join(error.messages)
