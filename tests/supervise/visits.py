"""Units, people and accounts for inspections, findings and rectification; a running inspection, and a finding in it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from kaogong.audit.actions import seal
from kaogong.org import actions as register
from kaogong.org.models import Account, Grant, Person, Post, Unit
from kaogong.org.models.powers import Power
from kaogong.supervise.actions import draw, findings, inspections, inspections_entries, rectify
from kaogong.supervise.models import Rectification

BEGIN = dt.date(2020, 1, 1)
DAY = dt.date(2026, 5, 11)
"""The day of the tests: a Monday."""
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def at(hour=9, minute=0, day=DAY):
    """A moment of a day where the installation is."""
    return dt.datetime.combine(day, dt.time(hour, minute), timezone.get_default_timezone())


@pytest.fixture(autouse=True)
def evidence_here(settings, tmp_path):
    settings.EVIDENCE = tmp_path / "evidence"


@pytest.fixture
def on(settings):
    def turn(day):
        settings.TODAY = day

    return turn


@pytest.fixture(autouse=True)
def in_may(on):
    on(DAY)


@pytest.fixture
def make_unit(db):
    def make(name="", **given):
        number = Unit.objects.count() + 1
        fields = {"code": f"U{number:03d}", "level": "city", "track": "government", "since": BEGIN} | given
        return register.found_unit(by=None, name=name or f"第{number}局", **fields)

    return make


@pytest.fixture
def make_person(db):
    def make(unit=None, name=""):
        number = Person.objects.count() + 1
        made = Person.objects.create(code=f"P{number:03d}", name=name or f"人员{number}", sort_key=f"p{number:03d}")
        if unit is not None:
            Post.objects.create(person=made, unit=unit, title="科员", since=BEGIN)
        return made

    return make


@pytest.fixture
def make_account(db):
    def make(*powers, person=None):
        made = Account.objects.create(username=f"a{Account.objects.count() + 1}", person=person)
        for one in powers:
            power, unit = one if isinstance(one, tuple) else (one, None)
            Grant.objects.create(account=made, power=power, unit=unit, since=BEGIN)
        return made

    return make


@pytest.fixture
def unit(make_unit):
    return make_unit("市交通运输局")


@pytest.fixture
def inspector(make_account):
    """Who runs inspections."""
    return make_account(Power.DISCIPLINE)


@pytest.fixture
def colleague(make_account):
    """Another one who does."""
    return make_account(Power.DISCIPLINE)


@pytest.fixture
def third(make_account):
    """And a third, who had no hand in anything."""
    return make_account(Power.OFFICE)


@pytest.fixture
def liaison(make_account, unit):
    """The liaison officer of the unit."""
    return make_account((Power.LIAISON, unit))


@pytest.fixture
def stranger(make_account):
    return make_account()


@pytest.fixture
def make_inspection(inspector):
    """An inspection, planned and scheduled."""

    def make(kind="open", **given):
        fields = {"title": "五月检查", "kind": kind, "since": DAY, "until": DAY + dt.timedelta(days=20)} | given
        made = inspections.plan_inspection(by=inspector, **fields)
        words = {"method": "不打招呼，直接到现场", "content": "在岗、公示、办件", "procedure": "两人一组，当场记录"}
        return inspections.schedule_inspection(by=inspector, inspection=made, **words)

    return make


@pytest.fixture
def begun(make_inspection, inspector):
    """An inspection that is under way, with what it looks at."""

    def make(*rows, kind="open", subject="unit", **given):
        made = make_inspection(kind, **given)
        visits = inspections.add_visits(by=inspector, inspection=made, rows=rows, subject=subject)
        return inspections.begin_inspection(by=inspector, inspection=made), visits

    return make


@pytest.fixture
def enter(inspector):
    """An entry made on the spot."""

    def make(visit, key="k1", by=inspector, **given):
        fields = {"method": "site", "at": at(), "place": "政务大厅二楼", "words": "3 号窗口无人。"} | given
        return inspections_entries.enter_visit(by=by, visit=visit, key=key, **fields)

    return make


@pytest.fixture
def photo(db):
    """A sealed picture and its name."""

    def make(name="现场.png", content=PNG):
        return seal(by=None, file=ContentFile(content, name)), name

    return make


@pytest.fixture
def find(inspector, unit):
    """A finding that was entered."""

    def make(**given):
        fields = {
            "by": inspector, "unit": unit, "channel": "open", "category": "presence", "found_at": at(), "words": "3 号窗口无人。"
        } | given  # fmt: skip
        return findings.record_finding(**fields)

    return make


@pytest.fixture
def confirmed(find, liaison, colleague):
    """A finding the unit has answered and a second person confirmed."""

    def make(order=True, **given):
        made = find(**given)
        findings.answer_finding(by=None if "unit" in given else liaison, finding=made, answer="属实。")
        return findings.confirm_finding(by=colleague, finding=made, order=order)

    return make


@pytest.fixture
def running(confirmed, liaison, colleague):
    """A rectification whose plan was approved."""

    def make(measures=("补班", "公示", "培训", "考核", "回访"), standard=None, **given):
        held = Rectification.objects.get(finding=confirmed(**given))
        plan = {
            "goal": "窗口不空岗",
            "matter": "3 号窗口排班",
            "limit": DAY + dt.timedelta(days=20),
            "measures": measures,
        }
        rectify.submit_plan(by=liaison, rectification=held, standard=standard, **plan)
        return rectify.approve_plan(by=colleague, rectification=held)

    return make


@pytest.fixture
def handed(running, liaison):
    """A rectification the unit says is done."""

    def make(done=True, root="排班没有备岗", control="", improvement="", result=None, **given):
        held = running(**given)
        for number in range(len(held.measures)) if done else ():
            rectify.do_measure(by=liaison, rectification=held, number=number)
        told = {
            "root": root,
            "outcome": "窗口一周无空岗",
            "control": control,
            "improvement": improvement,
            "result": result,
        }
        return rectify.hand_in(by=liaison, rectification=held, **told)

    return make


@pytest.fixture
def window():
    """A browser without the browser."""

    def open_(account):
        found = Client()
        found.force_login(account)
        return found

    return open_


@pytest.fixture
def commit(make_inspection, inspector, make_unit):
    """A lot whose hash was published: so many of so many windows of one unit."""

    def make(whole, number=None, kind="spot", subject="window"):
        hall = make_unit("政务服务局")
        candidates = [(hall, f"{n:03d}号") for n in range(1, whole + 1)]
        given = {"inspection": make_inspection(kind), "candidates": candidates, "number": number, "subject": subject}
        return draw.commit_visits(by=inspector, **given)

    return make


ONE = Decimal(1)
__all__ = [
    "BEGIN",
    "DAY",
    "ONE",
    "PDF",
    "PNG",
    "at",
    "begun",
    "colleague",
    "commit",
    "confirmed",
    "enter",
    "evidence_here",
    "find",
    "handed",
    "in_may",
    "inspector",
    "liaison",
    "make_account",
    "make_inspection",
    "make_person",
    "make_unit",
    "on",
    "photo",
    "running",
    "stranger",
    "third",
    "unit",
    "window",
]
