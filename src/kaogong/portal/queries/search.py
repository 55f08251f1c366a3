"""One search over the rooms: units and people by name or first letters of pinyin, indicators, rounds, runs, publications.

A source is one line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from kaogong.approvals.models import Case
from kaogong.approvals.queries.cards import own_bodies
from kaogong.assess.guards.runs import may_see_runs
from kaogong.assess.models import Run
from kaogong.assess.queries.rounds import seen_rounds
from kaogong.assess.states.runs import PURPOSES
from kaogong.decide.queries.papers import seen_papers
from kaogong.decide.queries.publications import seen_publications
from kaogong.listen.guards.surveys import may_see as may_see_evaluations
from kaogong.listen.models import Project
from kaogong.listen.queries.complaints import seen
from kaogong.org.guards import may_see_register
from kaogong.org.models import Account
from kaogong.org.models.labels import labels
from kaogong.org.queries import people_seen, today, units
from kaogong.people.guards.careers import may_see_careers
from kaogong.people.guards.learning import may_learn
from kaogong.people.models import Course
from kaogong.people.models.careers import Selection
from kaogong.people.queries.archive import seen_entries as seen_entries_of_archives
from kaogong.people.queries.archive_sight import keeps
from kaogong.people.queries.learning import seen_exams
from kaogong.people.queries.pay import seen_runs
from kaogong.plan.models import Indicator
from kaogong.plan.queries import current
from kaogong.portal.queries.shell import address
from kaogong.supervise.queries.findings import seen_findings
from kaogong.supervise.queries.ledgers import find_entries, seen_entries
from kaogong.supervise.queries.tasks import find_tasks, seen_tasks

MOST = 20
"""Hits of one source that are shown."""


@dataclass(frozen=True, slots=True)
class Found:
    """A thing that was found."""

    title: str
    about: str
    url: str


Asked = Callable[[Account, Sequence[str]], Iterable[Found]]


def _units(words: Sequence[str]) -> Iterable[Found]:
    """Units as they are today."""
    wanted = Q()
    for word in words:
        wanted &= (
            Q(name__icontains=word) | Q(short__icontains=word) | Q(initials__istartswith=word) | Q(unit__code=word)
        )
    for one in units().filter(wanted)[:MOST]:
        about = " · ".join(filter(None, (one.get_level_display(), one.get_track_display(), one.appraisal_class)))
        yield Found(one.name, about, address("org:unit", one.unit.code))


def _people(account: Account, words: Sequence[str]) -> Iterable[Found]:
    """People the account may see, by the beginning of name, pinyin or number."""
    for one in people_seen(account, words[0])[:MOST] if len(words) == 1 else ():
        yield Found(one.name, one.code, address("org:person", one.code))


def _indicators(words: Sequence[str]) -> Iterable[Found]:
    """Indicators of the running cycle."""
    cycle = current()
    wanted = Q(cycle=cycle)
    for word in words:
        wanted &= Q(name__icontains=word)
    for one in Indicator.objects.filter(wanted).order_by("place", "id")[:MOST] if cycle else ():
        page = f"{address('plan:indicators')}?{urlencode({'q': one.name})}"
        yield Found(one.name, one.get_level_display(), page)


def _rounds(account: Account, words: Sequence[str]) -> Iterable[Found]:
    """Rounds one may see, of every year, the latest first."""
    wanted = Q()
    for word in words:
        wanted &= Q(name__icontains=word) | Q(period=word)
    for one in seen_rounds(account).filter(wanted).order_by("-cycle__year", "-pk")[:MOST]:
        about = " · ".join(filter(None, (str(one.cycle), one.get_kind_display(), one.period, one.get_state_display())))
        yield Found(one.name, about, address("assess:round", str(one.pk)))


def _runs(account: Account, words: Sequence[str]) -> Iterable[Found]:
    """Scoring runs, for those who may see them: by number, fingerprint, purpose, year or edition."""
    if may_see_runs(account):
        return
    wanted = Q()
    for word in words:
        purposes = [key for key, name in labels(PURPOSES) if word in str(name)]
        one = Q(purpose__in=purposes) | Q(cycle__title__icontains=word) | Q(edition__title__icontains=word)
        one |= Q(fingerprint__startswith=word.lower()) if len(word) > 3 else Q()
        wanted &= one | (Q(pk=int(word)) | Q(cycle__year=int(word)) if word.isdecimal() and len(word) < 9 else Q())
    found = Run.objects.select_related("cycle", "edition").filter(wanted).order_by("-pk")
    for run in found[:MOST]:
        title = _("第 %(n)s 次计分") % {"n": run.pk}
        about = " · ".join((str(run.cycle), run.get_purpose_display(), str(run.edition), run.get_state_display()))
        yield Found(title, about, address("assess:run", str(run.pk)))


def _publications(account: Account, words: Sequence[str]) -> Iterable[Found]:
    """What was published, by title, number or code."""
    wanted = Q()
    for word in words:
        wanted &= Q(title__icontains=word) | Q(number__icontains=word) | Q(code__iexact=word)
    for one in seen_publications(account).filter(wanted)[:MOST]:
        about = " · ".join((one.number, one.issuer, str(one.publish_on), one.get_state_display()))
        yield Found(one.title, about, address("decide:notice", str(one.pk)))


def _papers(account: Account, words: Sequence[str]) -> Iterable[Found]:
    """Letters and certificates, by title, number or code."""
    wanted = Q()
    for word in words:
        wanted &= Q(title__icontains=word) | Q(number__icontains=word) | Q(code__iexact=word) | Q(to__icontains=word)
    for one in seen_papers(account).filter(wanted)[:MOST]:
        about = " · ".join((one.number, one.to, str(one.issued_on), one.get_state_display()))
        yield Found(one.title, about, address("decide:paper", str(one.pk)))


def _cases(account: Account, words: Sequence[str]) -> Iterable[Found]:
    """Cases by the beginning of their number."""
    bodies = own_bodies(account)
    held = Case.objects.filter(number__startswith=words[0]) if len(words) == 1 else Case.objects.none()
    for one in (held if bodies is None else held.filter(body__in=bodies)).select_related("version")[:MOST]:
        yield Found(one.number, one.version.name if one.version else "", address("approvals:case", str(one.pk)))


def _tasks(account: Account, words: Sequence[str]) -> Iterable[Found]:
    """Tasks one may see, by number or name."""
    for one in find_tasks(seen_tasks(account), {"q": " ".join(words)}, today())[:MOST]:
        yield Found(one.name, f"{one.number} · {one.get_state_display()}", address("supervise:task", str(one.pk)))


def _findings(account: Account, words: Sequence[str]) -> Iterable[Found]:
    """Findings of inspections by number or words."""
    wanted = Q()
    for word in words:
        wanted &= Q(number__istartswith=word) | Q(words__icontains=word)
    for one in seen_findings(account).filter(wanted)[:MOST]:
        about = f"{one.words[:40]} · {one.get_state_display()}"
        yield Found(one.number, about, address("supervise:finding", str(one.pk)))


def _entries(account: Account, words: Sequence[str]) -> Iterable[Found]:
    """Entries of ledgers one may see, by number, words or person."""
    for one in find_entries(seen_entries(account), {"q": " ".join(words)})[:MOST]:
        about = " · ".join((one.number, one.ledger.name, one.get_state_display()))
        yield Found(one.words[:60], about, address("supervise:ledger_entry", str(one.pk)))


def _complaints(account: Account, words: Sequence[str]) -> Iterable[Found]:
    """Complaints by the beginning of their number, never by what was said or by whom."""
    held = seen(account)[0].filter(number__istartswith=words[0]) if len(words) == 1 and len(words[0]) > 3 else ()
    for one in held[:MOST]:
        about = " · ".join((one.get_topic_display(), one.get_state_display()))
        yield Found(one.number, about, address("listen:complaint", str(one.pk)))


def _evaluations(account: Account, words: Sequence[str]) -> Iterable[Found]:
    """Public evaluations by their name."""
    if may_see_evaluations(account):
        return
    held = Project.objects.all()
    for word in words:
        held = held.filter(name__icontains=word)
    for one in held[:MOST]:
        yield Found(one.name, one.get_state_display(), address("listen:survey", str(one.pk)))


def _learning(account: Account, words: Sequence[str]) -> Iterable[Found]:
    """Exams and courses by their name."""
    if may_learn(account):
        return
    wanted = Q()
    for word in words:
        wanted &= Q(name__icontains=word)
    for one in seen_exams(account).filter(wanted)[:MOST]:
        yield Found(one.name, one.month, address("people:exam", str(one.pk)))
    for held in Course.objects.filter(wanted)[:MOST]:
        yield Found(held.name, str(held.since), address("people:course", str(held.pk)))


def _archives(account: Account, words: Sequence[str]) -> Iterable[Found]:
    """Archive entries one may see, by their title."""
    held = seen_entries_of_archives(account, keeping=keeps(account))
    for word in words:
        held = held.filter(title__icontains=word)
    for one in held[:MOST]:
        about = " · ".join(filter(None, (str(one.person or ""), one.period, one.get_state_display())))
        yield Found(one.title, about, address("people:archive_entry", str(one.pk)))


def _pay_runs(account: Account, words: Sequence[str]) -> Iterable[Found]:
    """Payments one may see, by number or title."""
    wanted = Q()
    for word in words:
        wanted &= Q(number__istartswith=word) | Q(title__icontains=word)
    for one in seen_runs(account).filter(wanted)[:MOST]:
        about = " · ".join((one.number, one.period, one.get_state_display()))
        yield Found(one.title, about, address("people:payment", str(one.pk)))


def _selections(account: Account, words: Sequence[str]) -> Iterable[Found]:
    """Posts that are filled, by number or title."""
    if may_see_careers(account):
        return
    wanted = Q()
    for word in words:
        wanted &= Q(number__istartswith=word) | Q(title__icontains=word)
    for one in Selection.objects.filter(wanted)[:MOST]:
        about = " · ".join((one.number, one.get_mode_display(), one.get_state_display()))
        yield Found(one.title, about, address("people:selection", str(one.pk)))


SOURCES: tuple[tuple[str | Promise, Asked], ...] = (
    (pgettext_lazy("several", "单位"), lambda account, words: _units(words)),
    (pgettext_lazy("several", "人员"), _people),
    (pgettext_lazy("several", "指标"), lambda account, words: _indicators(words)),
    (pgettext_lazy("several", "考评轮次"), _rounds),
    (pgettext_lazy("several", "计分"), _runs),
    (pgettext_lazy("several", "公布"), _publications),
    (pgettext_lazy("several", "结果文书"), _papers),
    (pgettext_lazy("several", "办件"), _cases),
    (pgettext_lazy("several", "督办任务"), _tasks),
    (pgettext_lazy("several", "检查问题"), _findings),
    (pgettext_lazy("several", "台账记录"), _entries),
    (pgettext_lazy("several", "投诉件"), _complaints),
    (pgettext_lazy("several", "公众评议"), _evaluations),
    (pgettext_lazy("several", "考试与培训"), _learning),
    (pgettext_lazy("several", "档案条目"), _archives),
    (pgettext_lazy("several", "发放批次"), _pay_runs),
    (pgettext_lazy("several", "选任"), _selections),
)
"""Where is looked, and what it is called."""


def search(account: Account, asked: str) -> list[tuple[str | Promise, list[Found]]]:
    """What was found of every source, those that found nothing left out. All the words asked for must be there."""
    words = asked.split()
    if not words or may_see_register(account):
        return []
    found = ((name, list(source(account, words))) for name, source in SOURCES)
    return [(name, hits) for name, hits in found if hits]
