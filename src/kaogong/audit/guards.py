"""Who may do what in this room. A guard gives the reason why not, in words for the person; empty: they may."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _


def may_seal(account: Any) -> str:
    """Whoever works on the matter itself brings evidence; the three administrators do not."""
    if account.is_active and not account.administers:
        return ""
    return _("管理员账号不办业务，不能上传证据。")
