"""Who asks: the session and the account of a request, read with every page, and so in plain SQL by their keys.

Nothing of either is kept between requests: a session that was ended, or an account that was closed, is at once.
"""

from __future__ import annotations

from typing import Final

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from kaogong.org.models import Account

SESSION: Final = "SELECT session_data, expire_date FROM django_session WHERE session_key = %s AND expire_date > %s"
COLUMNS: Final = [field.attname for field in Account._meta.concrete_fields]  # noqa: SLF001 - the documented way to the fields
ACCOUNT: Final = "SELECT {} FROM org_account WHERE id = %s"


class SessionStore(db.SessionStore):
    """Sessions in the database, as Django keeps them."""

    def _get_session_from_db(self) -> Session | None:
        with connection.cursor() as cursor:
            cursor.execute(SESSION, [self.session_key, timezone.now()])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return None
        return Session(session_key=self.session_key or "", session_data=row[0], expire_date=row[1])


class Known(ModelBackend):
    """Accounts by name and password, as Django knows them."""

    def get_user(self, user_id: int) -> Account | None:
        """The account of a session; None where it is closed."""
        with connection.cursor() as cursor:
            cursor.execute(ACCOUNT.format(", ".join(COLUMNS)), [user_id])
            row = cursor.fetchone()
        found = None if row is None else Account.from_db(connection.alias, COLUMNS, row)
        return found if found is not None and self.user_can_authenticate(found) else None
