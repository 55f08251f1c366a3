"""Several reports at once: what would happen to each is shown first, then done through the same acts."""

from kaogong.audit.models import Event
from kaogong.monitor.models import Report, Urge


def test_the_office_verifies_returns_and_urges(client, october, make_account, make_target, put):
    from kaogong.org.models.powers import Power

    office = make_account(Power.OFFICE)
    signed, blank = make_target(), make_target()
    report = put(signed, state="signed")
    client.force_login(office)
    page = client.get(f"/monitor/?period={report.period}").content.decode()
    assert 'value="verify"' in page
    assert f'value="{signed.pk}" form="several"' in page
    given = {"row": [signed.pk, blank.pk], "period": report.period}
    page = client.post("/monitor/several/", given | {"verb": "verify"}).content.decode()
    assert "待核对 → <b>已核实</b>" in page
    assert "这一期还没有报送" in page
    report.refresh_from_db()
    assert (report.state, Event.objects.filter(verb="verify_report").count()) == ("signed", 0)
    client.post("/monitor/several/", given | {"verb": "verify", "row": [signed.pk], "sure": "1"})
    report.refresh_from_db()
    assert (report.state, Event.objects.filter(verb="verify_report").count()) == ("verified", 1)
    client.post("/monitor/several/", given | {"verb": "urge", "row": [blank.pk], "sure": "1"})
    assert Urge.objects.get().target == blank
    Report.objects.filter(pk=report.pk).update(state="signed")
    client.post("/monitor/several/", given | {"verb": "return", "row": [signed.pk], "sure": "1", "reason": "缺证据"})
    report.refresh_from_db()
    assert (report.state, report.told) == ("returned", "缺证据")


def test_whoever_has_no_such_power_is_offered_nothing(client, october, liaison, make_target, put):
    report = put(make_target(), state="signed")
    client.force_login(liaison)
    assert 'form="several"' not in client.get(f"/monitor/?period={report.period}").content.decode()
    client.post(
        "/monitor/several/", {"verb": "verify", "row": [report.target_id], "sure": "1", "period": report.period}
    )
    report.refresh_from_db()
    assert report.state == "signed"
