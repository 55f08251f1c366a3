"""Personal archives and staff appraisal in a real browser, at both widths."""

import datetime as dt

import pytest

from kaogong.org.models import Account, Person, Post
from kaogong.org.models.powers import Power
from kaogong.people.actions.archive_integrity import issue_sheet
from kaogong.people.models import (
    ArchiveEntry,
    Honour,
    IntegrityFile,
    LeaderAppraisal,
    LifeMeeting,
    Newcomer,
    StaffRound,
    StaffScheme,
)
from kaogong.web.city.city_archives import load_archives
from people.archives import _employ
from supervise.conftest import evidence_here, make_account, make_unit, on

__all__ = ["evidence_here", "make_account", "make_unit", "on"]
SECRET = "correct-horse-9"
DAY = dt.date(2026, 9, 4)


@pytest.fixture
def city(make_unit, on):
    """Three bureaus of the demonstration city with their archives."""
    on(DAY)
    names = {"u01": "市发展规划局", "u02": "市教育局", "u10": "市人力资源局"}
    for code, name in names.items():
        one = make_unit(name, code=code)
        for number in range(10):
            title, grade = (
                (("局长", "chief"), ("副局长", "deputy"), ("副局长", "deputy"))[number]
                if number < 3
                else ("科员", "staff")
            )
            given = {"title": title, "grade": grade, "duty": "综合工作", "since": dt.date(2020, 1, 1)}
            _employ(one, f"W{code}{number:02}", f"人员{code[-2:]}{number:02}", **given)
    load_archives()
    return names


@pytest.fixture
def signed(window, city, make_account):
    """Sign somebody in."""

    def into(*powers, person=""):
        held = Person.objects.filter(code=person).first()
        made = make_account(*powers, person=held)
        Account.objects.get(pk=made.pk)
        made.set_password(SECRET)
        made.save(update_fields=["password"])
        window.page.context.clear_cookies()
        return window.sign_in(made.username, SECRET)

    return into


def test_archives_as_the_personnel_body_sees_them(signed):
    page = signed(Power.AUTHORITY, Power.OFFICE, person="Wu1005")
    person = Honour.objects.filter(person__isnull=False).first().person
    issue_sheet(by=None, person=person, use="review")
    page.go("/people/").keep("people-hub")
    page.go("/people/archives/").keep("people-archives")
    page.go(f"/people/archives/{person.code}/").keep("people-archive")
    page.go(f"/people/archives/{person.code}/?view=promotion").keep("people-archive-promotion")
    for name in (
        "results",
        "entries",
        "honours",
        "situations",
        "leaders",
        "sheets",
        "reports",
        "reports/compliance",
        "newcomers",
    ):
        page.go(f"/people/{name}/").keep(f"people-{name.replace('/', '-')}")
    page.go(f"/people/leaders/{LeaderAppraisal.objects.get().pk}/").keep("people-leader")
    page.go(f"/people/entries/{ArchiveEntry.objects.filter(person=None).first().pk}/").keep("people-entry")
    page.go(f"/people/newcomers/{Newcomer.objects.first().pk}/").keep("people-newcomer")
    page.go("/people/results/file/").keep("people-file-result")


def test_a_quarter_as_the_bureau_and_the_leading_group_see_it(signed, city):
    page = signed(Power.DECISION)
    waiting = StaffRound.objects.get(state="approval")
    page.go(f"/people/staff-rounds/{waiting.pk}/").keep("people-round-approval")
    page = signed((Power.HEAD, waiting.unit), person="Wu0100")
    page.go("/people/staff-rounds/").keep("people-rounds")
    running = StaffRound.objects.get(state="selfs")
    page.go(f"/people/staff-rounds/{running.pk}/").keep("people-round")
    page.go(f"/people/staff-rounds/lines/{waiting.lines.first().pk}/").keep("people-line")
    for name in ("duties", "schemes", "schemes/gaps", "annual", "life-meetings"):
        page.go(f"/people/{name}/").keep(f"people-{name.replace('/', '-')}")
    page.go(f"/people/schemes/{StaffScheme.objects.filter(unit=waiting.unit).first().pk}/").keep("people-scheme")
    page.go(f"/people/duties/{Post.objects.filter(unit=waiting.unit).last().pk}/").keep("people-duty")
    page.go(f"/people/life-meetings/{LifeMeeting.objects.get().pk}/").keep("people-life-meeting")


def test_discipline_and_somebody_of_the_staff(signed, city):
    page = signed(Power.DISCIPLINE)
    page.go("/people/integrity/").keep("people-integrity")
    file = IntegrityFile.objects.filter(summaries__isnull=False).first()
    page.go(f"/people/integrity/{file.pk}/").keep("people-integrity-file")
    page.go("/people/pledges/").keep("people-pledges")
    page = signed(Power.STAFF, person="Wu0108")
    page.go("/people/archives/Wu0108/").keep("people-archive-own")
    page.go("/people/reports/file/").keep("people-file-report")
    page.go("/").keep("people-desk")
