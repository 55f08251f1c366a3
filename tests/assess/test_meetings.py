"""Rating meetings: one code one ballot, nothing seen before the end, and nobody joins a ballot with a code or a person."""

import datetime as dt
import re
import threading
from pathlib import Path

import pytest
from django.db import connection, connections

import kaogong
from kaogong.assess import actions
from kaogong.assess.models import Drop, Pass, Tally
from kaogong.assess.queries.ballots import Counted, options_of, questions_of, wrong_mark
from kaogong.assess.queries.drafting import drafted
from kaogong.assess.queries.shown import shown_of
from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.plan.queries import book_of

pytestmark = pytest.mark.usefixtures("november")
DAY = dt.date(2026, 11, 17)
BOOKS = Path(kaogong.__file__).parent / "rulebooks"
FOUR = {"politics": "政治素质", "performance": "经营业绩", "unity": "团结协作", "style": "作风形象"}


@pytest.fixture
def going(cycle, office, bureau, make_unit, city, adopt):
    """An open round of two leading teams by the shipped rulebook, and its three groups."""
    adopt(BOOKS / "lb_leadership", {"部门": "team"})
    adoption = cycle.adoptions.get()
    sheet = next(iter(book_of(adoption.edition).sheets))
    sources = [
        one | {"who": "codes", "anonymous": True} for one in drafted(adoption, sheet).sources if one["kind"] == "rate"
    ]
    second = make_unit("第二局", parent=city, appraisal_class="部门")
    made = actions.prepare_round(
        by=office, cycle=cycle, name="班子定性测评", kind="year", period="2026", opens=DAY, items=[], sources=sources,
        entrants=[(bureau, None), (second, None)], adoption=adoption, sheet=sheet,
    )  # fmt: skip
    return actions.open_round(by=office, one=made)


@pytest.fixture
def hold(going, office):
    """A meeting that has begun: so many of each group; gives it with the codes by group."""

    def begin(*numbers):
        meeting = actions.plan_meeting(
            by=office, one=going, name="民主测评会", held_on=DAY, sources=list(going.sources.all())
        )
        benches = list(meeting.benches.select_related("source"))
        codes = actions.open_meeting(
            by=office, meeting=meeting, numbers={one.pk: number for one, number in zip(benches, numbers, strict=True)}
        )
        return meeting, {one.source.group: codes[one.pk] for one in benches}

    return begin


def paper(going, mark):
    return {one.pk: dict.fromkeys(FOUR, str(mark)) for one in going.entrants.all()}


def test_a_meeting_is_held_by_the_office(going, office, stranger, denied, events):
    sources = list(going.sources.all())
    assert [one.form["questions"] for one in sources] == [FOUR] * 3
    given = {"one": going, "name": "测评会", "held_on": DAY, "sources": sources}
    denied(actions.plan_meeting, **given)
    events()
    meeting = actions.plan_meeting(by=office, **given)
    with pytest.raises(Refused, match="已在“测评会”测评"):
        actions.plan_meeting(by=office, **given | {"name": "另一次"})
    denied(actions.open_meeting, meeting=meeting, numbers={})
    with pytest.raises(Refused, match="到会人数"):
        actions.open_meeting(by=office, meeting=meeting, numbers={})
    events()
    actions.open_meeting(
        by=office, meeting=meeting, numbers=dict.fromkeys(meeting.benches.values_list("pk", flat=True), 2)
    )
    denied(actions.close_meeting, meeting=meeting)
    events()
    actions.close_meeting(by=office, meeting=meeting)
    assert events() == ["close_meeting"]
    with pytest.raises(Refused, match="现在是“已结束”"):
        actions.close_meeting(by=office, meeting=meeting)


@pytest.mark.clause("LB-15")
def test_forty_ballots_over_four_dimensions_without_who(going, hold, office):
    """30 delegates, 7 of middle rank, 3 from above: the three are merged, so that nobody is told apart."""
    meeting, codes = hold(30, 7, 3)
    before = Event.objects.count()
    for group, mark in (("staff", 80), ("middle", 85), ("superior", 95)):
        for code in codes[group]:
            assert actions.cast_pass(code=code, given=paper(going, mark))
    assert not actions.cast_pass(code=codes["staff"][0], given=paper(going, 10))
    assert Event.objects.count() == before
    assert not Tally.objects.exists()
    actions.close_meeting(by=office, meeting=meeting)
    entrant = going.entrants.get(name="第二局")
    tallies = {
        one.source.group: Counted.of(one.words)
        for one in Tally.objects.filter(entrant=entrant).select_related("source")
    }
    assert {key: len(one.ballots) for key, one in tallies.items()} == {"staff": 30, "middle": 7, "superior": 3}
    assert all(set(values) == set(FOUR) for one in tallies.values() for values, _fine, _why in one.ballots)
    told = shown_of([entrant])[entrant.pk]
    assert [(one.name, one.valid) for one in told.groups] == [
        ("无记名定性测评（职工代表）", 30),
        ("无记名定性测评（中层）、无记名定性测评（上级主管部门）", 10),
    ]
    assert told.groups[1].means["politics"][0] == "88.00"
    actions.close_round(by=office, one=going)


def test_too_few_in_all_are_not_shown(going, hold, office):
    meeting, codes = hold(1, 1, 2)
    for several in codes.values():
        for code in several:
            actions.cast_pass(code=code, given=paper(going, 90))
    actions.close_meeting(by=office, meeting=meeting)
    entrant = going.entrants.first()
    told = shown_of([entrant])[entrant.pk]
    assert told.groups == []
    assert told.hidden == 4


def test_no_code_no_ballot(going, hold, office):
    meeting, codes = hold(2, 2, 2)
    with pytest.raises(Refused, match="没有这个测评码"):
        actions.cast_pass(code="AAAA-BBBB-CCCC-DDDD", given=paper(going, 90))
    with pytest.raises(Refused, match="请填 0 至 100"):
        actions.cast_pass(code=codes["staff"][0], given=paper(going, 101))
    with pytest.raises(Refused, match="一个对象也没有评"):
        actions.cast_pass(code=codes["staff"][0], given={})
    assert Pass.objects.filter(state="open").count() == 6
    actions.close_meeting(by=office, meeting=meeting)
    with pytest.raises(Refused, match="已经结束，不再收票"):
        actions.cast_pass(code=codes["staff"][0], given=paper(going, 90))
    assert set(Pass.objects.values_list("state", flat=True)) == {"missed"}


def test_who_is_rated_does_not_run_the_meeting(cycle, office, going, make_person, bureau, make_account):
    person = make_person("被测评人", bureau)
    one = actions.prepare_round(
        by=office, cycle=cycle, name="干部测评", kind="special", period="2026", opens=DAY, items=[], entrants=[(bureau, person)],
        sources=[{"kind": "rate", "name": "群众", "who": "codes", "form": {"high": "100"}, "items": {}}],
    )  # fmt: skip
    actions.open_round(by=office, one=one)
    meeting = actions.plan_meeting(by=office, one=one, name="会", held_on=DAY, sources=list(one.sources.all()))
    with pytest.raises(Denied, match="您是这次测评的对象"):
        actions.open_meeting(by=make_account("office", person=person), meeting=meeting, numbers={})


def everything():
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        for (name,) in cursor.fetchall():
            cursor.execute(f'SELECT xmin::text, ctid::text, to_jsonb(t)::text FROM "{name}" t')
            found[name] = cursor.fetchall()
    return found


@pytest.mark.django_db(transaction=True)
def test_a_full_dump_joins_no_ballot_with_a_code(going, hold, office):
    meeting, codes = hold(20, 10, 10)
    several = [code for some in codes.values() for code in some]
    for turn, code in enumerate(several):
        actions.cast_pass(code=code, given=paper(going, 61.25 + turn / 2))
    waiting = everything()
    assert len(waiting["assess_drop"]) == 40
    assert "61.25" not in "".join(row for rows in waiting.values() for _x, _c, row in rows)
    actions.close_meeting(by=office, meeting=meeting)
    dump = everything()
    plain = "".join(row for rows in dump.values() for _x, _c, row in rows)
    assert not any(code in plain or code.lower() in plain for code in several)
    assert "61.25" not in plain
    assert not dump["assess_drop"]
    assert not Drop.objects.exists()
    hashes = [one.pk for one in Pass.objects.all()]
    assert not any(
        one in row for one in hashes for name, rows in dump.items() if name != "assess_pass" for _x, _c, row in rows
    )
    assert len({xmin for xmin, _c, _row in dump["assess_pass"]}) == 1
    assert len({xmin for xmin, _c, _row in dump["assess_tally"]}) == 1
    order = [
        re.search(r'"hash": "(\w+)"', row)[1]
        for _x, _c, row in sorted(dump["assess_pass"], key=lambda one: place(one[1]))
    ]
    assert order == sorted(order)


def place(ctid):
    return tuple(int(one) for one in ctid.strip("()").split(","))


@pytest.mark.django_db(transaction=True)
def test_one_code_sent_by_many_at_once_counts_once(going, hold):
    _meeting, codes = hold(1, 1, 1)
    given = paper(going, 90)
    went, start = [], threading.Barrier(4)

    def send():
        start.wait()
        went.append(actions.cast_pass(code=codes["staff"][0], given=given))
        connections.close_all()

    several = [threading.Thread(target=send) for _turn in range(4)]
    for one in several:
        one.start()
    for one in several:
        one.join()
    assert sorted(went) == [False] * 3 + [True]
    assert Drop.objects.count() == 1


def test_the_phone_tells_every_wrong_mark_and_what_is_left_half_rated(going, hold, client):
    _meeting, codes = hold(2, 2, 2)
    code = codes["staff"][0]
    first, second = going.entrants.order_by("name")
    whole = {f"m_{one.pk}_{number}": "80" for one in (first, second) for number in range(len(FOUR))}

    def sends(**marks):
        return client.post("/assess/b/", {"code": code, "go": "send"} | whole | marks).content.decode()

    wrong = sends(**{f"m_{first.pk}_0": "101", f"m_{second.pk}_3": "优"})
    assert "有 2 处分数不能用" in wrong
    assert all(one in wrong for one in ("“101”不能用", "“优”不是分数"))
    half = sends(**{f"m_{second.pk}_2": ""})
    assert f"1 个对象没有评全：{second.name}" in half
    assert Pass.objects.filter(state="spent").count() == 0, "nothing was cast yet"
    sends(as_is="1", **{f"m_{second.pk}_2": ""})
    assert Pass.objects.filter(state="spent").count() == 1


def test_a_code_that_came_too_late_is_not_told_that_its_ballot_arrived(going, hold, office, client):
    meeting, codes = hold(2, 2, 2)
    actions.cast_pass(code=codes["staff"][0], given=paper(going, 90))
    actions.close_meeting(by=office, meeting=meeting)
    late = client.post("/assess/b/", {"code": codes["staff"][1], "go": "send"}).content.decode()
    assert "没有收您的票" in late
    assert "票已收到" not in late
    again = client.post("/assess/b/", {"code": codes["staff"][0]}).content.decode()
    assert "票已收到" in again
    assert "有人用了您的码" in again


def test_lost_slips_are_drawn_anew_until_somebody_has_voted(going, hold, office, denied, events):
    meeting, codes = hold(2, 1, 1)
    denied(actions.renew_codes, meeting=meeting)
    events()
    renewed = actions.renew_codes(by=office, meeting=meeting)
    assert events() == ["renew_codes"]
    several = [code for some in renewed.values() for code in some]
    assert len(several) == 4
    with pytest.raises(Refused, match="没有这个测评码"):
        actions.cast_pass(code=codes["staff"][0], given=paper(going, 90))
    assert actions.cast_pass(code=several[0], given=paper(going, 90))
    with pytest.raises(Refused, match="已经有人交票"):
        actions.renew_codes(by=office, meeting=meeting)


def test_questions_and_options_stand_in_the_order_of_the_rulebook(cycle, office, bureau, make_person):
    """The database keeps a mapping by the length of its keys: the order has to be kept beside it."""
    points = {"优秀": "100", "良好": "80", "一般": "60", "较差": "30"}
    form = {"questions": FOUR, "points": points, "high": "100"}
    one = actions.prepare_round(
        by=office, cycle=cycle, name="科室测评", kind="special", period="2026", opens=DAY, items=[],
        entrants=[(bureau, make_person("科长", bureau))],
        sources=[{"kind": "rate", "name": "群众", "who": "codes", "form": form, "items": {}}],
    )  # fmt: skip
    held = one.sources.get().form
    assert list(questions_of(held)) == list(FOUR)
    assert options_of(held) == list(points)
    assert "请填 优秀、良好、一般、较差 之一" in wrong_mark(held, "优")
