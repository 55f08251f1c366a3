"""The ratings of the demonstration city: a month that runs, a meeting that is over."""

import pytest

from kaogong.assess.models import Meeting, Pair, Round
from kaogong.assess.queries.rating_desk import to_rate
from kaogong.assess.queries.shown import shown_of
from kaogong.org.models import Account
from kaogong.web.city.city_ratings import LEADERS, MONTH, load_ratings

pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture
def there(city, django_db_blocker):
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        load_ratings()
        yield
        transaction.set_rollback(True)


def test_a_month_runs_and_a_meeting_is_over(there):
    month, leaders = Round.objects.get(name=MONTH), Round.objects.get(name=LEADERS)
    assert (month.state, leaders.state) == ("open", "closed")
    states = set(Pair.objects.filter(source__round=month).values_list("state", flat=True))
    assert states == {"open", "handed"}
    assert Meeting.objects.get().state == "closed"
    entrant = leaders.entrants.first()
    assert [one.valid for one in shown_of([entrant])[entrant.pk].groups]
    assert to_rate(Account.objects.get(username="leader"))
    load_ratings()
    assert Round.objects.filter(name=MONTH).count() == 1
