"""Who may do what with exams, articles, training and talks. A guard gives the reason why not; empty: they may."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach
from kaogong.people.models import Article, ArticleAward, Exam, ExamInterview, IntegrityTalk, MonthEvaluation, Trained
from kaogong.people.queries.bureaus import ROOM, keeps, own_bureau, seen_bureaus
from kaogong.people.queries.learning import KEEPERS, keeps_exams

TRAINS = (Power.OFFICE, Power.DISCIPLINE)
"""Those who organise training."""


def _has(account: Account, *powers: Power) -> bool:
    return any(reach(account).has(one, room=ROOM) for one in powers)


def may_learn(account: Account) -> str:
    """Whoever has a post, and those above, see exams, articles and training."""
    seen = seen_bureaus(account)
    if not account.administers and (seen is None or seen or own_bureau(account) is not None):
        return ""
    return _("学习与考试由在岗人员查看。")


def may_keep_exams(account: Account) -> str:
    """Exams are kept by discipline for its people, by the office for the staff of offices."""
    return "" if any(keeps_exams(account, one) for one in KEEPERS) else _("考试由绩效办、纪检监察机关组织。")


def may_keep_exam(account: Account, audience: str) -> str:
    """The same, of one audience."""
    if keeps_exams(account, audience):
        return ""
    return _("纪检监察干部的考试由纪检监察机关组织，机关干部的由绩效办组织。")


def may_release(account: Account, exam: Exam) -> str:
    """Results are released by another than whoever entered them."""
    if why := may_keep_exam(account, exam.audience):
        return why
    return _("录入人不能公布成绩，请另一位同事核对后公布。") if exam.by_id == account.pk else ""


def may_interview(account: Account, one: ExamInterview) -> str:
    """The last is interviewed by those who keep the exam, never by oneself."""
    if why := may_keep_exam(account, one.result.exam.audience):
        return why
    return _("不能登记本人的约谈，请另一位同事登记。") if account.person_id == one.person_id else ""


def may_see_interviews(account: Account) -> str:
    """Interviews are seen by those who keep exams or watch."""
    if _has(account, Power.OFFICE, Power.DISCIPLINE, Power.COMMITTEE, Power.DECISION):
        return ""
    return _("末位约谈由组织考试的机关和监督小组查看。")


def may_evaluate(account: Account, unit: int) -> str:
    """The monthly evaluation is entered by those who keep the records of the bureau."""
    return "" if keeps(account, unit) else _("月度考评由单位联络员、负责人或绩效办录入。")


def may_evaluate_some(account: Account) -> str:
    """The same, of any bureau."""
    if _has(account, Power.OFFICE, Power.LIAISON, Power.HEAD):
        return ""
    return _("月度考评由单位联络员、负责人或绩效办录入。")


def may_confirm_evaluation(account: Account, one: MonthEvaluation) -> str:
    """It is confirmed by another, and not by whom it is about."""
    if why := may_evaluate(account, one.unit_id):
        return why
    if account.pk == one.by_id or account.person_id == one.person_id:
        return _("录入人和本人不能确认，请另一位同事确认。")
    return ""


def may_set_targets(account: Account, unit: int) -> str:
    """Article targets and writing days are set by those who keep the records."""
    return "" if keeps(account, unit) else _("信息任务由单位联络员、负责人或绩效办下达。")


def may_decide_article(account: Account, one: Article) -> str:
    """Whether an article was used is said by those who keep the records, never by who wrote or sent it."""
    if not keeps(account, one.unit_id):
        return _("信息采用由单位联络员、负责人或绩效办认定。")
    if account.pk == one.by_id or account.person_id == one.person_id:
        return _("作者和登记人不能认定自己的稿件，请另一位同事认定。")
    return ""


def may_choose(account: Account) -> str:
    """The best articles and the awards are proposed by the office."""
    return "" if _has(account, Power.OFFICE) else _("精品信息和年终评优由绩效办办理。")


def may_confirm_awards(account: Account) -> str:
    """Awards are confirmed by another of the office than who proposed them."""
    if why := may_choose(account):
        return why
    held = ArticleAward.objects.filter(state="proposed").exclude(by=account)
    return "" if held.exists() else _("没有等您评定的名单；拟评人不能评定自己拟的名单。")


def may_train(account: Account) -> str:
    """Courses, rotation plans and allowances are kept by the office and by discipline."""
    return "" if _has(account, *TRAINS) else _("培训、轮训规划和津贴由绩效办、纪检监察机关管理。")


def may_confirm_trained(account: Account, one: Trained) -> str:
    """Attendance is confirmed by another than whoever registered it, and not by oneself."""
    if why := may_train(account):
        return why
    if account.pk == one.by_id or account.person_id == one.person_id:
        return _("登记人和本人不能确认，请另一位同事确认。")
    return ""


def may_talk(account: Account) -> str:
    """Integrity talks are registered by discipline."""
    return "" if _has(account, Power.DISCIPLINE) else _("廉政谈话由纪检监察机关登记。")


def may_see_talks(account: Account) -> str:
    """The register is seen by discipline and the watch; whoever took part sees the own ones."""
    if _has(account, Power.DISCIPLINE, Power.COMMITTEE) or (account.person_id and not account.administers):
        return ""
    return _("廉政谈话由纪检监察机关和谈话双方查看。")


def may_see_talk(account: Account, one: IntegrityTalk) -> str:
    """One talk."""
    mine = account.person_id is not None and (
        account.person_id == one.talker_id or one.people.filter(pk=account.person_id).exists()
    )
    if mine or _has(account, Power.DISCIPLINE, Power.COMMITTEE):
        return ""
    return _("廉政谈话由纪检监察机关和谈话双方查看。")


def may_see_heart(account: Account) -> str:
    """Talks within teams are seen by their units and by those above."""
    seen = seen_bureaus(account)
    if not account.administers and (seen is None or seen or account.person_id):
        return ""
    return _("谈心谈话由本单位班子和上级查看。")


def may_log_heart(account: Account, unit: int, people: set[int]) -> str:
    """A talk is logged by one of the two, or by those who keep the records of the unit."""
    if (account.person_id is not None and account.person_id in people) or keeps(account, unit):
        return ""
    return _("谈心谈话由谈话双方或单位联络员登记。")
