"""Who may do what in this room."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaogong.org.models import Account
from kaogong.org.models.accounts import Role
from kaogong.portal.models import Forward
from kaogong.portal.queries.forwards import line_of


def may_mind_doors(account: Account) -> str:
    """Locks are lifted and lost keys withdrawn by the system administrator, who grants nothing."""
    if account.is_active and account.role == Role.SYSTEM:
        return ""
    return _("登录锁定和动态口令由系统管理员处理。")


def may_forward(account: Account, taker: Account, stage: str, url: str) -> str:
    """Work is forwarded to somebody who may do it: it waits on their desk too."""
    if taker.pk == account.pk:
        return _("不能转办给自己。")
    if not taker.is_active or line_of(taker, url, stage) is None:
        return _("%(name)s 的权限办不了这件事，不能转办给他。请选有同样权限的同事，或请安全保密管理员授权。") % {
            "name": taker.person or taker
        }
    return ""


def may_give_back(account: Account, forward: Forward) -> str:
    """What was forwarded is given back by whoever it was forwarded to."""
    return "" if account.pk == forward.taker_id else _("转办的事由承办人退回。")


def may_take_back(account: Account, forward: Forward) -> str:
    """What was forwarded is taken back by whoever forwarded it."""
    return "" if account.pk == forward.giver_id else _("转办的事由转办人收回。")
