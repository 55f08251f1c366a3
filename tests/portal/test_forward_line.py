"""A line of the desk is given to a colleague who may do it too, given back, or taken back."""

import datetime as dt

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.org.models import Account, Grant
from kaogong.org.queries import Waiting
from kaogong.portal import actions
from kaogong.portal.models import Forward, Notice

LINE = "/monitor/?state=signed"


@pytest.fixture
def people(liaison, monkeypatch):
    """Two with the same power, and somebody without; the line waits for whoever has it."""
    other, stranger = (Account.objects.create(username=name) for name in ("other", "stranger"))
    for one in (liaison, other):
        Grant.objects.create(account=one, power="office", since=dt.date(2020, 1, 1))

    def waiting(account):
        if Grant.objects.filter(account=account, power="office").exists():
            yield Waiting("核实 3 份进展", "九月", "核实", LINE)

    monkeypatch.setattr("kaogong.portal.queries.desk.ROOMS", (("monitor", waiting),))
    return liaison, other, stranger


def test_it_leaves_the_own_desk_and_is_marked_on_the_other(client, people):
    mine, other, _stranger = people
    client.force_login(mine)
    page = client.get("/").content.decode()
    assert "/forwards/new/?line=%2Fmonitor%2F%3Fstate%3Dsigned" in page
    page = client.get("/forwards/new/", {"line": LINE}).content.decode()
    assert ("other" in page, "stranger" in page) == (True, False)
    sent = client.post("/forwards/new/?line=%2Fmonitor%2F%3Fstate%3Dsigned", {"taker": other.pk, "words": "先看第三份"})
    assert sent["Location"] == "/"
    assert Event.objects.order_by("-number").first().verb == "forward_line"
    page = client.get("/").content.decode()
    assert "现在没有等您办理的事" in page
    assert "我转办的 1 件" in page
    assert "核实 3 份进展" in client.get("/forwards/").content.decode()
    actions.tell()
    assert Notice.objects.get().account == other
    client.force_login(other)
    page = client.get("/").content.decode()
    assert "某联络员 转办" in page
    assert "先看第三份" in page


def test_only_to_somebody_who_may_do_it(people):
    mine, other, stranger = people
    with pytest.raises(Denied, match="办不了这件事"):
        actions.forward_line(by=mine, taker=stranger, url=LINE)
    assert Event.objects.order_by("-number").first().outcome == "denied"
    with pytest.raises(Denied, match="不能转办给自己"):
        actions.forward_line(by=mine, taker=mine, url=LINE)
    with pytest.raises(Refused, match="不在您的工作台上"):
        actions.forward_line(by=mine, taker=other, url="/elsewhere/")
    actions.forward_line(by=mine, taker=other, url=LINE)
    with pytest.raises(Refused, match="已经转办"):
        actions.forward_line(by=mine, taker=other, url=LINE)


def test_it_is_given_back_with_a_reason(client, people):
    mine, other, stranger = people
    made = actions.forward_line(by=mine, taker=other, url=LINE)
    with pytest.raises(Denied):
        actions.return_line(by=stranger, forward=made, reason="不归我")
    client.force_login(other)
    assert client.post(f"/forwards/{made.pk}/return/", {"reason": " "}).status_code == 422
    client.post(f"/forwards/{made.pk}/return/", {"reason": "出差"})
    made.refresh_from_db()
    assert (made.state, made.answer) == ("returned", "出差")
    client.force_login(mine)
    assert "核实 3 份进展" in client.get("/").content.decode()
    with pytest.raises(Refused, match="已退回"):
        actions.take_back(by=mine, forward=made)


def test_it_is_taken_back(client, people):
    mine, other, _stranger = people
    made = actions.forward_line(by=mine, taker=other, url=LINE)
    with pytest.raises(Denied):
        actions.take_back(by=other, forward=made)
    client.force_login(mine)
    assert client.post(f"/forwards/{made.pk}/take-back/").status_code == 302
    assert Forward.objects.get().state == "taken"
    assert Event.objects.order_by("-number").first().verb == "take_back"
    actions.forward_line(by=mine, taker=other, url=LINE)  # and may be given again


def test_where_nobody_else_may_it_is_said(client, people):
    mine, other, _stranger = people
    Grant.objects.filter(account=other).delete()
    client.force_login(mine)
    assert "没有别的同事有权办这件事" in client.get("/forwards/new/", {"line": LINE}).content.decode()
    assert client.get("/forwards/new/", {"line": "/gone/"})["Location"] == "/"
