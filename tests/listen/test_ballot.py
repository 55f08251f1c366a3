"""Codes and ballots: one answer each, and nobody who holds the whole database joins an answer with a code or a person."""

import datetime as dt
import re
import threading
import time
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, connections, transaction

from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.listen import actions
from kaogong.listen.actions.casting import knock, lay_anew
from kaogong.listen.models import Answer, Batch, Guess, Listed, Opinion, Project, Slip, Ticket
from kaogong.listen.queries.turnout import turnout
from kaogong.org.queries import set_in


def said(unit, key="good", **more):
    return {"u": {str(unit.pk): {"q1": key, **more}}}


@pytest.fixture
def handed(opened, office, stratum):
    """An open project, and codes for its stratum."""

    def hand(number=5, **given):
        project = opened(**given)
        _batch, codes = actions.issue_batch(by=office, stratum=stratum(project), way="letter", number=number)
        return project, [one.code for one in codes]

    return hand


def test_a_code_counts_once_and_leaves_no_event(handed, unit, office, stranger):
    project, codes = handed()
    before = Event.objects.count()
    assert actions.cast(code=codes[0], given=said(unit))
    assert not actions.cast(code=codes[0].lower(), given=said(unit, "bad"))
    assert Event.objects.count() == before
    assert actions.shuffle_box(project) == 1
    answer = Answer.objects.get()
    assert (answer.scores, answer.channel, answer.day) == ({str(unit.pk): "80.0000"}, "code", dt.date(2026, 8, 20))
    with pytest.raises(Refused, match="没有这个评议码"):
        actions.cast(code="AAAA-BBBB-CCCC-DDDD", given=said(unit))
    with pytest.raises(Denied):
        actions.issue_batch(by=stranger, stratum=Batch.objects.get().stratum, way="letter", number=1)


def test_a_wrong_ballot_leaves_the_code_unspent(handed, unit):
    _project, codes = handed()
    with pytest.raises(Refused, match="没有“perfect”"):
        actions.cast(code=codes[0], given=said(unit, "perfect"))
    assert knock(codes[0])[0].state == "open"
    assert not Slip.objects.exists()
    assert actions.cast(code=codes[0], given=said(unit))


def test_after_the_last_day_nothing_is_taken(handed, unit, on):
    _project, codes = handed()
    on(dt.date(2026, 9, 7))
    with pytest.raises(Refused, match="现在不收"):
        actions.cast(code=codes[0], given=said(unit))


def test_codes_are_for_those_drawn_and_no_more(opened, office, stratum):
    project = opened(quota=3)
    with pytest.raises(Refused, match="不能超过 3 份"):
        actions.issue_batch(by=office, stratum=stratum(project), way="letter", number=4)
    with pytest.raises(Refused, match="抽中而未发的有 0 人"):
        actions.issue_batch(by=office, stratum=stratum(project), way="sms", number=2)
    batch, codes = actions.issue_batch(by=office, stratum=stratum(project), way="qr", number=3)
    assert len({one.code for one in codes}) == 3
    assert all(re.fullmatch("[2-9A-HJ-NP-Z]{16}", one.code) for one in codes)
    actions.void_batch(by=office, batch=batch, reason="文件未下载成功")
    assert not Ticket.objects.exists()
    with pytest.raises(Refused, match="没有这个评议码"):
        actions.cast(code=codes[0].code, given={})
    actions.issue_batch(by=office, stratum=stratum(project), way="qr", number=3)


def test_words_lie_apart_from_the_first_moment(handed, unit):
    project, codes = handed(minimum_group=3)
    for code, words in zip(codes, ("候车亭坏了", "", "窗口少", "", ""), strict=True):
        actions.cast(code=code, given=said(unit, t=words))
    assert not Opinion.objects.exists()
    actions.shuffle_box(project)
    assert set(Opinion.objects.values_list("words", flat=True)) == {"候车亭坏了", "窗口少"}
    assert "候车亭" not in "".join(map(str, Answer.objects.values_list("content", flat=True)))
    assert not {field.name for field in Opinion._meta.get_fields()} & {"answer", "stratum", "day"}


def test_the_box_waits_until_enough_lie_in_it(handed, unit):
    project, codes = handed(minimum_group=3)
    for code in codes[:2]:
        actions.cast(code=code, given=said(unit))
    assert actions.shuffle_box(project) == 0
    assert (Slip.objects.count(), Answer.objects.count()) == (2, 0)
    actions.cast(code=codes[2], given=said(unit))
    assert actions.shuffle_box(project) == 3
    assert (Slip.objects.count(), Answer.objects.count()) == (0, 3)


def test_live_rates_come_from_the_codes_alone(handed, unit):
    project, codes = handed(minimum_group=3)
    actions.cast(code=codes[0], given=said(unit))
    line = turnout(project)[0]
    assert (line.sent, line.returned, f"{line.rate}") == (5, 1, "20.0")


def test_everybody_of_a_batch_is_reminded_whether_they_answered_or_not(
    make_project, with_sheet, office, unit, make_account, centre, stratum
):
    project = make_project()
    surveyor = make_account()
    actions.name_operator(by=office, project=project, account=surveyor, unit=centre, role="中心")
    group = actions.add_group(by=office, project=project, code="g1", name="居民", strata={"城": 3}, quota=3)
    actions.load_frame(by=surveyor, group=group, people=[("城", f"居民{n}", f"1390000000{n}") for n in range(3)])
    actions.draw_sample(by=surveyor, stratum=stratum(project), seed="1")
    with_sheet(project)
    actions.begin(by=office, project=project)
    actions.open_evaluation(by=office, project=project)
    batch, codes = actions.issue_batch(by=surveyor, stratum=stratum(project), way="sms")
    assert sorted(one.contact for one in codes) == ["13900000000", "13900000001", "13900000002"]
    actions.cast(code=codes[0].code, given=said(unit))
    assert len(actions.remind(by=surveyor, batch=batch)) == 3
    with pytest.raises(Refused, match="今天已经提醒"):
        actions.remind(by=surveyor, batch=batch)
    assert Listed.objects.filter(batch=batch).count() == 3


def test_guessing_has_to_wait(db):
    for turn in range(10):
        assert knock("", "10.0.0.1")[1] is None, turn
        actions.note_guess(by=None, address="10.0.0.1")
    assert knock("", "10.0.0.1")[1] is not None
    assert knock("", "10.0.0.2")[1] is None
    assert "10.0.0.1" not in Guess.objects.get().key
    assert all("10.0.0.1" not in str(one) for one in Event.objects.values_list("new", "private"))


# --- the whole database in hand -------------------------------------------------------------------------------------


def everything():
    """Every row of every table of the database, with what PostgreSQL knows of each beside: place and transaction."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        for (name,) in cursor.fetchall():
            cursor.execute(f'SELECT xmin::text, ctid::text, to_jsonb(t)::text FROM "{name}" t')
            found[name] = cursor.fetchall()
    return found


@pytest.mark.django_db(transaction=True)
def test_a_full_dump_does_not_join_answers_with_codes_or_people(handed, unit, office):
    project, codes = handed(number=40, minimum_group=20)
    turns = list(enumerate(codes))
    for turn, code in turns:
        actions.cast(code=code, given=said(unit, "very" if turn % 2 else "bad", t=f"第{turn}句"))
        if turn in (24, 39):
            actions.shuffle_box(project)
    lay_anew_all(project)
    dump = everything()
    plain = "".join(row for rows in dump.values() for _x, _c, row in rows)
    for code in codes:
        assert code not in plain
        assert code.lower() not in plain
    hashes = {one.pk for one in Ticket.objects.all()}
    answers = dump["listen_answer"]
    assert len(answers) == 40
    assert not any(one in row for one in hashes for _x, _c, row in answers)
    assert len({xmin for xmin, _c, _row in answers}) == 1
    assert len({xmin for xmin, _c, _row in dump["listen_ticket"]}) == 1
    assert not re.search(r"\d\d:\d\d", "".join(row for _x, _c, row in answers)), "no hour stands with an answer"
    assert not any(row for name, rows in dump.items() if name == "listen_slip" for row in rows)
    order = [index for _x, _c, row in answers for index in [1 if "very" in row else 0]]
    assert order != [turn % 2 for turn, _code in turns]
    assert order != [turn % 2 for turn, _code in reversed(turns)]
    assert sum("cast" in str(one) for one in Event.objects.values_list("verb", flat=True)) == 0


def lay_anew_all(project):
    actions.shuffle_box(project, all_of_it=True)
    lay_anew(project)
    actions.sweep()


@pytest.mark.django_db(transaction=True)
def test_what_waits_in_the_box_cannot_be_read_from_the_database(handed, unit):
    _project, codes = handed(minimum_group=10)
    actions.cast(code=codes[0], given=said(unit, "bad", t="只有我知道的事"))
    dump = everything()
    words = dump["listen_slip"][0][2]
    assert "bad" not in words
    assert "只有我知道的事" not in "".join(row for rows in dump.values() for _x, _c, row in rows)


@pytest.mark.django_db(transaction=True)
def test_one_code_sent_by_many_at_once_counts_once(handed, unit):
    _project, codes = handed()
    went, start = [], threading.Barrier(6)

    def send():
        start.wait()
        went.append(actions.cast(code=codes[0], given=said(unit)))
        connections.close_all()

    several = [threading.Thread(target=send) for _turn in range(6)]
    for one in several:
        one.start()
    for one in several:
        one.join()
    assert sorted(went) == [False] * 5 + [True]
    assert Slip.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_code_and_ballot_go_together_or_not_at_all(handed, unit, monkeypatch):
    from kaogong.listen.actions import casting

    _project, codes = handed()
    monkeypatch.setattr(casting, "seal", lambda _words: None)
    with pytest.raises(IntegrityError):
        actions.cast(code=codes[0], given=said(unit))
    assert (knock(codes[0])[0].state, Slip.objects.count()) == ("open", 0)
    monkeypatch.undo()
    assert actions.cast(code=codes[0], given=said(unit))


@pytest.mark.django_db(transaction=True)
def test_a_ballot_on_its_way_when_the_evaluation_ends_is_counted_or_refused(handed, unit, office, on):
    """Whoever ends it waits for what is on its way; what comes after them is told that it is over."""
    project, codes = handed()
    Project.objects.filter(pk=project.pk).update(state="tally")
    late = knock(codes[0])[0]
    with pytest.raises(Refused, match="现在不收"):
        actions.cast(code=codes[0], given=said(unit), held=replace(late, stage="evaluate"))
    Project.objects.filter(pk=project.pk).update(state="evaluate")
    on(dt.date(2026, 9, 7))
    before = threading.Event()

    def end():
        before.set()
        actions.end_evaluation(by=office, project=project)
        connections.close_all()

    ending = threading.Thread(target=end)
    with transaction.atomic():
        with set_in(dt.date(2026, 9, 6)):
            assert actions.cast(code=codes[0], given=said(unit))
        ending.start()
        before.wait()
        time.sleep(0.5)
        assert ending.is_alive(), "the end did not wait"
    ending.join()
    assert (Answer.objects.count(), Slip.objects.count()) == (1, 0)


def test_a_ballot_needs_its_own_transaction_numbers_hidden(handed, unit):
    """Even before all is laid anew, an answer shares its transaction with all that were shuffled with it."""
    project, codes = handed(minimum_group=5)
    for code in codes:
        with transaction.atomic():
            actions.cast(code=code, given=said(unit))
    actions.shuffle_box(project)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text), count(*) FROM listen_answer")
        assert cursor.fetchone() == (1, 5)
