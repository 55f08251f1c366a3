"""Results of persons and archives: they only grow, lie twice, and are locked when the year is closed."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.core.chain import canonical, digest
from kaogong.org.models import Person, Post
from kaogong.people.actions.archive import (
    Told,
    discard_copy,
    file_entry,
    file_result,
    withdraw_entry,
    write_results,
)
from kaogong.people.actions.archive_closing import close_unit_period, close_year
from kaogong.people.models import ArchiveEntry, ArchiveYear, PersonResult
from kaogong.people.queries.archive import archive_of, copies_of, excellent_quarters, result_of, results_of, unaltered
from people.archives import *  # noqa: F403
from people.archives import DAY


def test_a_result_is_exact_and_a_correction_stands_beside_it(keeper, person, unit):
    first = file_result(by=keeper, person=person, period="2026年三季度", score=Decimal("91.50"), grade="优秀")
    assert (first.period, first.every, first.unit, str(first.score)) == ("2026-Q3", "quarter", unit, "91.50")
    with pytest.raises(Refused, match="已经归集"):
        file_result(by=keeper, person=person, period="2026-Q3", score=Decimal(88))
    with pytest.raises(Refused, match="理由"):
        file_result(by=keeper, person=person, period="2026-Q3", score=Decimal(88), corrects=first)
    second = file_result(
        by=keeper, person=person, period="2026-Q3", score=Decimal(88), grade="称职", corrects=first, reason="复核更正"
    )
    first.refresh_from_db()
    assert (str(first.score), first.grade, second.corrects) == ("91.50", "优秀", first)
    assert list(results_of(person)) == [second]
    assert list(results_of(person, whole=True)) == [first, second]
    assert result_of(person, "2026-Q3") == second
    assert excellent_quarters(person, 2026) == []
    with pytest.raises(Refused, match="最近的一条"):
        file_result(by=keeper, person=person, period="2026-Q3", grade="优秀", corrects=first, reason="再改")
    assert Event.objects.filter(verb="file_result", outcome="done").count() == 2


def test_the_database_refuses_to_change_what_is_filed(keeper, person):
    made = file_result(by=keeper, person=person, period="2026-08", score=Decimal(90))
    entry = file_entry(by=keeper, person=person, title="嘉奖令", words="嘉奖一次")[0]
    for act in (
        lambda: PersonResult.objects.filter(pk=made.pk).update(score=99),
        lambda: PersonResult.objects.filter(pk=made.pk).delete(),
        lambda: ArchiveEntry.objects.filter(pk=entry.pk).update(content={}),
        lambda: ArchiveEntry.objects.filter(pk=entry.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
            act()


def test_no_score_is_not_zero_and_something_must_be_said(keeper, person):
    made = file_result(by=keeper, person=person, period="2025", grade="称职", kind="annual")
    assert made.score is None
    with pytest.raises(Refused, match="得分或等次"):
        file_result(by=keeper, person=person, period="2024")
    with pytest.raises(Refused, match="不是时期"):
        file_result(by=keeper, person=person, period="去年", grade="称职")


def test_who_may_file(keeper, office, head, person):
    for one in (office, head):
        with pytest.raises(Denied, match="保管个人档案"):
            file_result(by=one, person=person, period="2026-08", score=Decimal(90))
    assert Event.objects.filter(outcome="denied", verb="file_result").count() == 2


def test_without_a_personnel_body_the_office_keeps(office, person):
    assert file_result(by=office, person=person, period="2026-08", score=Decimal(90)).by == office


@pytest.mark.clause("QW-11")
def test_a_month_of_a_unit_is_archived_twice(office, head, keeper, unit, person, shown):
    file_result(by=keeper, person=person, period="2026-05", score=Decimal("92.5"), grade="良好")
    given = {"results": [{"item": "绩效考评", "score": "96.2"}], "materials": [shown("五月考评表.txt")]}
    central, own = close_unit_period(by=office, unit=unit, period="2026-05", **given)
    assert ArchiveEntry.objects.filter(unit=unit, period="2026-05").count() == 2
    assert [central.holder, own.holder] == ["central", "unit"]
    assert central.sm3 == own.sm3 == digest(canonical(central.content))
    assert own.keeper == unit
    assert set(central.content) == {"考核结果", "有关资料"}
    assert central.content["考核结果"][1] == {"person": "G001", "score": "92.5", "grade": "良好"}
    assert copies_of(central) == [own]
    with pytest.raises(Denied, match="不能销毁"):
        discard_copy(by=head, entry=central, reason="腾库")
    discard_copy(by=head, entry=own, reason="保管期满")
    assert list(archive_of(unit)) == [central]
    assert not archive_of(unit, holder="unit").exists()
    own.delete()
    central.refresh_from_db()
    assert (central.state, unaltered(central)) == ("locked", True)


def test_a_month_is_archived_once_when_it_is_over_and_has_results(office, unit, head):
    with pytest.raises(Denied, match="绩效办"):
        close_unit_period(by=head, unit=unit, period="2026-05")
    with pytest.raises(Refused, match="还没有结果"):
        close_unit_period(by=office, unit=unit, period="2026-05")
    with pytest.raises(Refused, match="没有结束"):
        close_unit_period(by=office, unit=unit, period="2026-11", results=[{"item": "考评", "score": "90"}])
    close_unit_period(by=office, unit=unit, period="2026-05", results=[{"item": "考评", "score": "90"}])
    with pytest.raises(Refused, match="已经归档"):
        close_unit_period(by=office, unit=unit, period="2026-05", results=[{"item": "考评", "score": "90"}])


@pytest.mark.clause("QD-22")
def test_closing_a_year_makes_512_entries_and_a_correction_adds_one(keeper, unit, body):
    several = Person.objects.bulk_create(
        Person(code=f"L{n:04}", name=f"领导{n}", sort_key="x", initials="x") for n in range(512)
    )
    Post.objects.bulk_create(
        Post(person=one, unit=unit, title="局长", grade="chief", since=dt.date(2020, 1, 1)) for one in several
    )
    told = [Told(one, "2025", Decimal("90.0"), "称职", "leader", reference="考核通报 1 号") for one in several]
    write_results(account=None, told=told, room="decide", fixed_on=dt.date(2026, 2, 1))
    closed = close_year(by=keeper, year=2025)
    entries = ArchiveEntry.objects.filter(kind="result", period="2025")
    assert (entries.count(), closed.entries, closed.keeper) == (512, 512, body)
    assert set(entries.values_list("state", flat=True)) == {"locked"}
    person = several[7]
    before = archive_of(person).get()
    sealed = before.sm3
    file_result(
        by=keeper, person=person, period="2025", kind="leader", score=Decimal("86.0"), grade="称职",
        corrects=results_of(person).get(), reason="申诉裁定更正",
    )  # fmt: skip
    assert entries.count() == 513
    after, held = archive_of(person)
    assert (held, held.sm3, unaltered(held)) == (before, sealed, True)
    assert (after.corrects, after.state, after.content["results"][0]["score"]) == (before, "locked", "86.0")
    with pytest.raises(Refused, match="已经关闭"):
        close_year(by=keeper, year=2025)


def test_a_year_is_closed_when_it_is_over_and_by_the_keeper(keeper, office, person):
    with pytest.raises(Refused, match="没有结束"):
        close_year(by=keeper, year=2026)
    with pytest.raises(Refused, match="还没有人员结果"):
        close_year(by=keeper, year=2024)
    with pytest.raises(Denied, match="保管个人档案"):
        close_year(by=office, year=2025)
    assert not ArchiveYear.objects.exists()


def test_an_entry_is_withdrawn_by_another_and_stays_in_sight(keeper, personnel, person, head):
    entry = file_entry(by=keeper, person=person, title="先进个人", words="2026 年先进个人", kind="honour")[0]
    with pytest.raises(Denied, match="另一位"):
        withdraw_entry(by=keeper, entry=entry, reason="撤销")
    with pytest.raises(Denied, match="保管个人档案"):
        withdraw_entry(by=head, entry=entry, reason="撤销")
    withdraw_entry(by=personnel, entry=entry, reason="材料不实")
    shown = archive_of(person).get()
    assert (shown.state, shown.reason, shown.ended_on) == ("withdrawn", "材料不实", DAY)
    with pytest.raises(Refused, match="已撤销"):
        withdraw_entry(by=personnel, entry=entry, reason="再撤")
    assert Event.objects.filter(verb="withdraw_entry", outcome="done").count() == 1
