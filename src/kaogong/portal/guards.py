"""Who may do what in this room."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaogong.org.models import Account
from kaogong.org.models.accounts import Role


def may_mind_doors(account: Account) -> str:
    """Locks are lifted and lost keys withdrawn by the system administrator, who grants nothing."""
    if account.is_active and account.role == Role.SYSTEM:
        return ""
    return _("登录锁定和动态口令由系统管理员处理。")
