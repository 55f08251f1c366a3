"""What waits for the three administrators: accounts and locks, powers, refused attempts."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.audit.queries import events
from kaogong.org.models import Account, Grant
from kaogong.org.models.accounts import Role
from kaogong.org.queries import Waiting, at, today
from kaogong.portal.models import Lockout

SOON = 30
"""Powers that end within so many days are named."""
LATELY = 7
"""Refused attempts of so many days are named."""


def administering(account: Account) -> list[Waiting]:
    """Accounts and locks for the system administrator, powers for the security administrator."""
    if not account.is_active:
        return []
    found = {Role.SYSTEM: _accounts, Role.SECURITY: _powers}.get(Role(account.role))
    return found() if found else []


def _accounts() -> list[Waiting]:
    some = []
    if locked := Lockout.objects.filter(until__gt=timezone.now()).count():
        words = _("%(n)s 处正在锁定，到时自动解除") % {"n": locked}
        some.append(Waiting(_("核实登录锁定"), words, _("核实"), reverse("portal:doors")))
    if fresh := Account.objects.filter(is_active=True, must_change=True).count():
        words = _("%(n)s 个账号还是初始密码") % {"n": fresh}
        some.append(Waiting(_("督促首次登录改密码"), words, _("查账号"), reverse("org:accounts")))
    return some


def _powers() -> list[Waiting]:
    some, url = [], reverse("org:grants")
    held = Grant.objects.filter(at(today()), account=OuterRef("pk"))
    bare = Account.objects.filter(~Exists(held), is_active=True, role=Role.ORDINARY)
    if number := bare.count():
        first = ", ".join(bare.order_by("username").values_list("username", flat=True)[:3])
        words = _("%(n)s 个：%(names)s") % {"n": number, "names": first}
        some.append(Waiting(_("账号还没有授权"), words, _("授权"), reverse("org:grant")))
    last = today() + dt.timedelta(days=SOON)
    ending = Grant.objects.filter(Q(until__gt=today(), until__lte=last)).order_by("until")
    if soon := ending.first():
        words = _("%(n)s 项在 %(days)s 日内到期") % {"n": ending.count(), "days": SOON}
        some.append(Waiting(_("核对将到期的授权"), words, _("核对"), url, soon.until))
    return some


def auditing(account: Account) -> list[Waiting]:
    """Attempts that were refused lately, for the auditor."""
    if account.role != Role.AUDIT or not account.is_active:
        return []
    since = timezone.localdate() - dt.timedelta(days=LATELY)
    number = events(outcome="denied", since=since).count()
    if not number:
        return []
    words = _("近 %(days)s 日 %(n)s 次") % {"days": LATELY, "n": number}
    return [Waiting(_("复核被拒绝的操作"), words, _("复核"), f"{reverse('audit:events')}?outcome=denied")]
