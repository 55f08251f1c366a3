"""Ballots from desks in the whole database: no row joins a mark with who gave it, before the count or after it."""

import re

import pytest
from django.db import connection

from assess.staff import Crew, month_round, monthly, rate_all
from kaogong.assess import actions
from kaogong.assess.models import Tally
from kaogong.assess.queries.ballots import Counted

pytestmark = pytest.mark.usefixtures("november")


def everything():
    """Every row of every table, with the number of the transaction that wrote it."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        for (name,) in cursor.fetchall():
            cursor.execute(f'SELECT xmin::text, to_jsonb(t)::text FROM "{name}" t')
            found[name] = cursor.fetchall()
    return found


@pytest.mark.django_db(transaction=True)
def test_a_dump_joins_no_mark_with_a_rater(adopt, cycle, office, bureau, make_person, make_account):
    adopt(monthly(), {"staff": "staff"})
    crew = Crew(bureau, make_person, make_account, 6)
    one = actions.open_round(by=office, one=month_round(cycle, office), accepted=True)
    peers = one.sources.get(group="peers")
    marks = {person.pk: f"6{number}.{number}" for number, person in enumerate(crew.staff)}
    for person in crew.staff:
        rate_all(crew.account(person), peers, marks[person.pk])
        rate_all(crew.account(person), one.sources.get(group="self"), 95)
    rate_all(crew.account(crew.leader), one.sources.get(group="leader"), 73.7)
    given = re.compile("|".join(re.escape(f'"{mark}"') for mark in [*marks.values(), "73.7"]))
    before = everything()
    assert len(before["assess_drop"]) == 6
    assert not [row for rows in before.values() for _xmin, row in rows if given.search(row)]
    actions.close_round(by=office, one=one)
    after = everything()
    assert not after["assess_drop"]
    assert not [row for rows in after.values() for _xmin, row in rows if given.search(row)]
    assert len({xmin for xmin, _row in after["assess_tally"]}) == 1
    assert not [
        row for _xmin, row in after["assess_pair"] if f'"source_id": {peers.pk},' in row and '"marks": ""' not in row
    ]
    opened = [Counted.of(tally.words) for tally in Tally.objects.filter(source=peers)]
    assert all({values[""] for values, _fine, _why in each.ballots} <= set(marks.values()) for each in opened)
    assert all(set(values) == {""} for each in opened for values, _fine, _why in each.ballots)
    orders = {tuple(values[""] for values, _fine, _why in each.ballots) for each in opened}
    assert any(list(order) != sorted(order) for order in orders), "shuffled for each person rated"
