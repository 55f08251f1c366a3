"""Several targets are agreed or returned at once, by the same acts as one."""

from decimal import Decimal

from kaogong.audit.models import Event
from kaogong.plan.models import Target


def test_the_office_agrees_to_some_and_returns_others(client, office, make_target):
    first, second, third = (make_target(state=state) for state in ("proposed", "proposed", "draft"))
    Target.objects.update(value=Decimal(300))
    client.force_login(office)
    assert f'value="{first.pk}" form="several"' in client.get("/plan/targets/").content.decode()
    given = {"verb": "agree", "row": [first.pk, third.pk]}
    page = client.post("/plan/targets/several/", given).content.decode()
    assert "待上级答复 → <b>已商定</b>" in page
    assert page.count('name="row"') == 1
    before = Event.objects.count()
    assert client.post("/plan/targets/several/", given | {"sure": "1"}).status_code == 200  # one cannot: none is done
    first.refresh_from_db()
    assert first.state == "proposed"
    assert list(Event.objects.values_list("verb", "outcome")[before:]) == [("agree", "denied")]
    before = Event.objects.count()
    given["row"] = [first.pk]
    assert client.post("/plan/targets/several/", given | {"sure": "1"})["Location"] == "/plan/targets/"
    first.refresh_from_db()
    assert (first.state, Event.objects.count()) == ("agreed", before + 1)
    given = {"verb": "return", "row": [second.pk], "sure": "1", "reason": "缺措施"}
    client.post("/plan/targets/several/", given)
    second.refresh_from_db()
    assert (second.state, second.told) == ("proposed", ["缺措施"])


def test_a_target_of_somebody_else_is_no_row(client, head, make_target, make_unit):
    other = make_target(state="countered", unit=make_unit("第二局"))
    client.force_login(head)
    sent = client.post("/plan/targets/several/", {"verb": "agree", "row": [other.pk], "sure": "1"})
    assert sent["Location"] == "/plan/targets/"
    other.refresh_from_db()
    assert other.state == "countered"
