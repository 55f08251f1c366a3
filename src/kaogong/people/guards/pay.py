"""Who may do what with pay: who draws a run up does not audit it, and neither of the two approves it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.people.models.pay import PayRule, PayRun
from kaogong.people.queries.career_sight import AUDITORS, INSIDE, LOOKING, has


def may_keep_pay(account: Account) -> str:
    """Rules, circumstances and holds are kept by the office."""
    return "" if has(account, Power.OFFICE) else _("发放办法和暂停情形由绩效办登记。")


def may_approve_rule(account: Account, rule: PayRule) -> str:
    """A rule is approved by those who decide, not by whoever wrote it."""
    if not has(account, Power.DECISION):
        return _("发放办法由决策机构批准。")
    return _("拟订人不能批准自己拟的办法，请另一位同事办理。") if rule.by_id == account.pk else ""


def may_hold(account: Account) -> str:
    """That a circumstance is met is entered by the office and by discipline."""
    if has(account, Power.OFFICE, Power.DISCIPLINE):
        return ""
    return _("暂停发放由绩效办或纪检监察登记。")


def may_close_hold(account: Account, by_id: int | None) -> str:
    """It is closed by somebody else."""
    if why := may_hold(account):
        return why
    return _("登记人不能自己解除，请另一位同事办理。") if by_id == account.pk else ""


def may_draw_run(account: Account, unit: int | None) -> str:
    """A run is drawn up by the office, or for a unit by its liaison officer."""
    if has(account, Power.OFFICE) or (unit is not None and has(account, Power.LIAISON, unit=unit)):
        return ""
    return _("发放批次由绩效办或本单位联络员拟订。")


def may_begin_run(account: Account) -> str:
    """Whether an account draws up runs at all."""
    if has(account, Power.OFFICE, Power.LIAISON):
        return ""
    return _("发放批次由绩效办或本单位联络员拟订。")


def may_audit_run(account: Account, run: PayRun) -> str:
    """It is audited by those who watch."""
    if not has(account, *AUDITORS):
        return _("发放批次由纪检监察或监督小组审核。")
    return _("拟发人不能审核自己拟的批次。") if run.drawn_by_id == account.pk else ""


def may_return_run(account: Account, run: PayRun) -> str:
    """It is returned by whoever audits or approves."""
    return "" if not may_audit_run(account, run) else may_approve_run(account, run)


def may_approve_run(account: Account, run: PayRun) -> str:
    """It is approved by those who decide, or by the head of the unit; never by whoever drew it up or audited it."""
    inside = run.unit_id is not None and has(account, Power.HEAD, unit=run.unit_id)
    if not (inside or has(account, Power.DECISION)):
        return _("发放批次由决策机构或单位负责人批准。")
    if account.pk in (run.drawn_by_id, run.audited_by_id):
        return _("拟发人、审核人不能批准同一批次，请另一位同事办理。")
    return ""


def may_see_run(account: Account, run: PayRun) -> str:
    """A run is seen by those above, and of a unit by its head and liaison officer."""
    if has(account, *LOOKING) or (run.unit_id is not None and has(account, *INSIDE, unit=run.unit_id)):
        return ""
    return _("发放明细由绩效办、审核和批准机构及本单位负责人、联络员查看；本人的在“我的绩效工资”里。")


def may_see_runs(account: Account) -> str:
    """Whether an account sees runs at all."""
    if has(account, *LOOKING, *INSIDE):
        return ""
    return _("发放批次由绩效办、审核和批准机构及各单位负责人、联络员查看。")


def may_see_pay(account: Account) -> str:
    """Rules, holds and removals are seen by those above."""
    return "" if has(account, *LOOKING) else _("这里由绩效办、审核和批准机构查看。")


def may_see_own_pay(account: Account) -> str:
    """One's own pay."""
    return "" if account.person_id and not account.administers else _("这个账号没有对应的人员。")
