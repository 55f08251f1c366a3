"""An act is recorded in its own transaction, numbered without gaps, chained, and never changed."""

import threading

import pytest
from django.db import DatabaseError, connection, transaction

from kaogong.audit.actions import NotInTransaction, erase, record
from kaogong.audit.models import Event, PrivateWords
from kaogong.audit.queries import head, history
from kaogong.core.chain import GENESIS, NotPlain

ACT = {"room": "plan", "verb": "set_target", "subject": "plan.target:12"}


@pytest.mark.django_db
def test_the_first_event_follows_nothing() -> None:
    assert head() == (0, GENESIS)


@pytest.mark.django_db
def test_numbers_have_no_gaps_and_every_event_names_actor_powers_and_values(account) -> None:
    with transaction.atomic():
        record(by=account, powers=["liaison"], old={"value": "12.5"}, new={"value": "13.0"}, **ACT)
        record(by=None, **ACT)
    first, second = history("plan.target:12")
    assert [first.number, second.number] == [1, 2]
    assert (first.actor_name, first.powers, first.old, first.new) == (
        "liaison",
        ["liaison"],
        {"value": "12.5"},
        {"value": "13.0"},
    )
    assert second.actor_name == "system"
    assert head() == (2, second.hash)


@pytest.mark.django_db(transaction=True)
def test_without_a_transaction_nothing_is_recorded() -> None:
    with pytest.raises(NotInTransaction):
        record(by=None, **ACT)


@pytest.mark.django_db(transaction=True)
def test_what_is_undone_leaves_no_event_and_no_gap() -> None:
    with transaction.atomic():
        record(by=None, **ACT)
        transaction.set_rollback(True)
    with transaction.atomic():
        assert record(by=None, **ACT).number == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_stand_in_one_order() -> None:
    def act() -> None:
        for _ in range(10):
            with transaction.atomic():
                record(by=None, **ACT)
        connection.close()

    several = [threading.Thread(target=act) for _ in range(4)]
    for one in several:
        one.start()
    for one in several:
        one.join()
    assert list(Event.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 41))


@pytest.mark.clause("LZ-19")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET reason = 'better'",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event CASCADE",
        "UPDATE audit_event SET number = 7 WHERE number = 1",
        "INSERT INTO audit_event SELECT * FROM audit_event ON CONFLICT (number) DO UPDATE SET reason = 'x'",
    ],
)
def test_the_database_refuses_to_change_what_was_recorded(statement: str) -> None:
    with transaction.atomic():
        record(by=None, old={"score": "8"}, new={"score": "6"}, reason="复核更正", **ACT)
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(statement)
    kept = Event.objects.get()
    assert (kept.old, kept.new, kept.reason) == ({"score": "8"}, {"score": "6"}, "复核更正")


@pytest.mark.django_db
def test_a_binary_float_is_refused() -> None:
    with pytest.raises(NotPlain, match="give text"), transaction.atomic():
        record(by=None, new={"value": 0.1}, **ACT)


@pytest.mark.django_db
def test_personal_data_lies_beside_the_chain_and_can_be_erased(account) -> None:
    event = record(by=account, private={"name": "某某"}, **ACT)
    assert "某某" not in str(event.private)
    assert PrivateWords.objects.get(event=event).words == "某某"
    before = event.hash
    erase(by=account, event=event, reason="本人要求")
    assert not PrivateWords.objects.filter(event=event).exists()
    assert Event.objects.get(number=event.number).hash == before
