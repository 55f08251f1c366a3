"""Other systems read and file by token: no further than its account and its scopes, once a key, faults in words."""

import datetime as dt
import hashlib
import json

import pytest

from kaogong.audit.models import Event, Evidence
from kaogong.monitor.models import Feed, Report
from kaogong.org.actions import Reaching, issue_token, revoke_token
from kaogong.org.models import Token
from kaogong.plan.models import Target

UNTIL = dt.date(2027, 1, 1)
ALL = ("org", "plan", "monitor", "audit")


class Caller:
    """Another system with a token."""

    def __init__(self, client, secret):
        self.client, self.headers = client, {"Authorization": f"Bearer {secret}"}

    def get(self, path, **asked):
        return self.client.get(f"/api{path}", asked, headers=self.headers)

    def post(self, path, told, key="key-00000001", **more):
        sent = json.dumps(told)
        headers = self.headers | {"Idempotency-Key": key}
        return self.client.post(f"/api{path}", sent, content_type="application/json", headers=headers)

    def put(self, path, content):
        return self.client.put(f"/api{path}", content, content_type="application/octet-stream", headers=self.headers)


@pytest.fixture
def caller(client, db):
    """A system with a token of an account."""

    def make(account, *rooms, unit=None, below=False, write=True, name=""):
        scopes = [Reaching(room, unit, below, write) for room in rooms or ALL]
        name = name or f"系统{Token.objects.count()}"
        return Caller(
            client, issue_token(by=None, account=account, name=name, until=UNTIL, scopes=scopes, request="测试")[1]
        )

    return make


def test_without_a_token_nothing(client, db):
    sent = client.get("/api/org/units")
    assert (sent.status_code, sent["Content-Type"]) == (401, "application/problem+json")
    assert sent["WWW-Authenticate"] == "Bearer"
    assert sent.json()["todo"]
    wrong = client.get("/api/org/units", headers={"Authorization": "Bearer kg_wrong"})
    assert wrong.status_code == 401
    assert Event.objects.filter(verb="note_failure", outcome="denied").count() == 1


def test_wrong_tokens_close_the_door_for_a_while(client, db, settings):
    settings.FAILURES_OF_ACCOUNT = 3
    codes = [client.get("/api/org/units", headers={"Authorization": f"Bearer kg_{n}"}).status_code for n in range(5)]
    assert codes == [401, 401, 429, 429, 429]
    before = Event.objects.count()
    assert int(client.get("/api/plan/cycles", headers={"Authorization": "Bearer x"})["Retry-After"]) > 0
    assert Event.objects.count() == before


def test_units_and_people_as_of_a_day(caller, office, bureau, make_unit, make_person):
    from kaogong.org.actions import appoint, revise_unit

    person, new = make_person("某人"), dt.date(2026, 6, 1)
    appoint(by=None, person=person, unit=bureau, title="科员", grade="staff", since=dt.date(2026, 3, 1))
    revise_unit(
        by=None,
        reason="更名",
        unit=bureau,
        since=new,
        name="新名局",
        short="新名局",
        level="city",
        track="government",
        parent=None,
    )
    api = caller(office)
    assert api.get(f"/org/units/{bureau.code}").json()["name"] == "新名局"
    assert api.get(f"/org/units/{bureau.code}", day="2026-01-31").json()["name"] == "第一局"
    (one,) = api.get("/org/people", unit=bureau.code, day="2026-04-01").json()["items"]
    assert one == {"code": person.code, "name": "某人", "unit": bureau.code, "title": "科员"}
    assert api.get("/org/people", unit=bureau.code, day="2026-01-01").json()["count"] == 0


def test_lists_come_in_parts(caller, office, make_unit, city):
    for _ in range(4):
        make_unit()
    api = caller(office)
    first, rest = api.get("/org/units", limit=3).json(), api.get("/org/units", limit=3, offset=3).json()
    assert (first["count"], len(first["items"]), len(rest["items"])) == (5, 3, 2)
    sent = api.get("/org/units", limit=501)
    assert sent.status_code == 422
    assert sent.json()["errors"] == [{"where": "query.limit", "what": "太大，至多 500。"}]


def test_a_token_goes_no_further_than_its_scopes(caller, office, road, bureau, make_unit, make_target):
    other = make_target("5", unit=make_unit("别的局"))
    assert caller(office).get("/plan/targets").json()["count"] == 2
    narrow = caller(office, "plan", unit=bureau)
    assert [one["id"] for one in narrow.get("/plan/targets").json()["items"]] == [road.pk]
    assert narrow.get(f"/plan/targets/{other.pk}").status_code == 404
    assert narrow.get("/monitor/lights").status_code == 403
    reader = caller(office, "audit", write=False)
    assert reader.put(f"/audit/evidence/{'0' * 64}", b"x").status_code == 403


def test_a_scope_below_reaches_what_stands_below(caller, office, road, bureau, city):
    assert caller(office, "plan", unit=city).get("/plan/targets").json()["count"] == 0
    assert caller(office, "plan", unit=city, below=True).get("/plan/targets").json()["count"] == 1


def test_a_token_can_never_more_than_its_account(caller, liaison, make_account, make_unit, road, make_target):
    other = make_target("5", unit=make_unit("别的局"))
    assert [one["id"] for one in caller(liaison).get("/plan/targets").json()["items"]] == [road.pk]
    told = {"target": other.pk, "period": "2026-10", "value": "1"}
    sent = caller(liaison).post("/monitor/reports", told)
    assert (sent.status_code, sent.json()["errors"][0]["where"]) == (422, "target")
    head = make_account(("head", road.unit))
    assert caller(head).post("/monitor/reports", told | {"target": road.pk}).status_code == 403
    assert Report.objects.count() == 0
    assert Event.objects.order_by("-number").first().outcome == "denied"


def test_own_matters_of_the_person_stay_closed(caller, make_account, make_person, road):
    person = make_person()
    Target.objects.filter(pk=road.pk).update(person=person)
    assert caller(make_account(person=person)).get("/plan/targets").json()["count"] == 0


def test_revoked_expired_or_closed_opens_nothing(caller, office, on):
    api = caller(office)
    assert api.get("/plan/cycles").status_code == 200
    on(UNTIL)
    assert api.get("/plan/cycles").status_code == 401
    on(dt.date(2026, 10, 20))
    revoke_token(by=None, token=Token.objects.get(), reason="停用")
    assert api.get("/plan/cycles").status_code == 401


def test_too_many_calls_a_minute(caller, office, settings):
    settings.API_CALLS_A_MINUTE = 2
    api = caller(office)
    assert [api.get("/plan/cycles").status_code for _ in range(3)] == [200, 200, 429]
    assert Token.objects.get().calls == 3  # counted in the database: a restart forgets nothing
    assert 0 < int(api.get("/plan/cycles")["Retry-After"]) <= 60


def test_more_than_the_house_takes_in_is_a_fault_of_the_call(caller, liaison, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    sent = caller(liaison).post("/monitor/reports", {"words": "长" * 1_000})
    assert (sent.status_code, sent["Content-Type"]) == (413, "application/problem+json")
    assert "至多 1000 字节" in sent.json()["detail"]
    assert "分次" in sent.json()["todo"]


def test_a_report_is_filed_once_a_key(caller, liaison, road, events):
    api, told = caller(liaison), {"target": road.pk, "period": "2026-10", "value": "270.5", "words": "按序时推进"}
    events()
    first = api.post("/monitor/reports", told | {"submit": True})
    assert first.status_code == 201, first.content.decode()
    assert (first.json()["state"], first.json()["value"]) == ("submitted", "270.5")
    assert events() == ["write_report", "submit_report"]
    assert f"token {Token.objects.get().name}" in Event.objects.order_by("-number").first().powers
    again = api.post("/monitor/reports", told | {"submit": True})
    assert (again.status_code, again.content, again["Idempotent-Replayed"]) == (201, first.content, "true")
    assert events() == []
    other = api.post("/monitor/reports", told | {"value": "1"})
    assert (other.status_code, other.json()["errors"][0]["where"]) == (422, "Idempotency-Key")
    assert Report.objects.get().value == 270.5
    assert api.get("/monitor/reports").json()["items"][0]["id"] == first.json()["id"]


def test_a_refusal_is_said_at_its_field_and_answered_again_the_same(caller, liaison, road):
    api, told = caller(liaison), {"target": road.pk, "period": "2026-12", "value": "1"}
    first, again = api.post("/monitor/reports", told), api.post("/monitor/reports", told)
    assert (first.status_code, first.json()["errors"][0]["where"]) == (422, "period")
    assert "还没有开始" in first.json()["detail"]
    assert first.content == again.content


def test_a_write_without_a_key_is_refused(caller, liaison, road):
    api = caller(liaison)
    body = json.dumps({"target": road.pk, "period": "2026-10"})
    sent = api.client.post("/api/monitor/reports", body, content_type="application/json", headers=api.headers)
    assert (sent.status_code, sent.json()["errors"][0]["where"]) == (422, "Idempotency-Key")


def test_nothing_of_a_write_that_breaks_remains(caller, liaison, road, monkeypatch):
    def fall(**given):
        raise RuntimeError

    api, told = caller(liaison), {"target": road.pk, "period": "2026-10", "value": "270", "submit": True}
    monkeypatch.setattr("kaogong.monitor.actions.submit_report", fall)
    sent = api.post("/monitor/reports", told)
    assert (sent.status_code, sent["Content-Type"]) == (500, "application/problem+json")
    assert Report.objects.count() == 0
    monkeypatch.undo()


def test_evidence_is_uploaded_by_its_hash(caller, liaison, road):
    api, content = caller(liaison), "验收单".encode()
    sm3 = hashlib.new("sm3", content).hexdigest()
    assert api.get(f"/audit/evidence/{sm3}").status_code == 404
    for _ in range(2):
        sent = api.put(f"/audit/evidence/{sm3}", content)
        assert (sent.status_code, sent.json()["size"]) == (200, 9)
    assert Evidence.objects.count() == 1
    wrong = api.put(f"/audit/evidence/{'0' * 64}", content)
    assert (wrong.status_code, wrong.json()["errors"][0]["where"]) == (422, "sm3")
    program = b"MZ" + bytes(100)
    bad = api.put(f"/audit/evidence/{hashlib.new('sm3', program).hexdigest()}", program)
    assert bad.status_code == 422
    made = api.post(
        "/monitor/reports", {"target": road.pk, "period": "2026-10", "value": "270", "evidence": [sm3]}, "key-2222"
    )
    assert made.json()["evidence"] == [sm3]
    lost = api.post("/monitor/reports", {"target": road.pk, "period": "2026-10", "evidence": ["1" * 64]}, "key-3333")
    assert lost.json()["errors"][0]["where"] == "evidence"


def test_figures_are_pushed_and_the_authority_approves_them(caller, supplier, authority, statistics, make_target):
    from kaogong.monitor.actions import approve_feed

    target = make_target("100", name="规模以上产值", authority=statistics, actual="output")
    api, code = caller(supplier), target.unit.code
    figure = {"indicator": "规模以上产值", "unit": code, "period": "2026", "value": "98.5"}
    told = {"authority": statistics.code, "name": "九月快报", "figures": [figure]}
    sent = api.post("/monitor/feeds", told)
    assert (sent.status_code, sent.json()["state"], sent.json()["figures"]) == (201, "submitted", 1)
    feed = Feed.objects.get()
    approve_feed(by=authority, feed=feed)
    assert api.get(f"/monitor/feeds/{feed.pk}").json()["state"] == "approved"
    bad = api.post("/monitor/feeds", told | {"figures": [figure | {"unit": "U999", "value": "9.55"}]}, "key-4444")
    assert bad.status_code == 422
    assert len(bad.json()["errors"]) == 2
    assert Feed.objects.count() == 1


def test_the_lights_of_a_period(caller, office, road, put):
    put(road, "200", "2026-10", "submitted")
    (one,) = caller(office).get("/monitor/lights", period="2026-10").json()["items"]
    assert (one["light"], one["expected"], one["value"]) == ("red", "267", "200")
    assert "267" in one["rule"]


def test_the_head_of_the_chain_and_its_anchors(caller, office):
    from kaogong.audit.actions import anchor

    api = caller(office)
    anchor(day=dt.date(2026, 10, 19))
    head = api.get("/audit/head").json()
    assert head["number"] == Event.objects.count()
    assert api.get("/audit/anchors").json()["items"][0]["day"] == "2026-10-19"


def test_faults_are_said_in_either_language_and_as_problems(caller, office):
    api = caller(office)
    for sent in (
        api.get("/nowhere"),
        api.client.delete("/api/plan/cycles", headers=api.headers),
        api.get("/plan/targets/99999"),
        api.client.post("/api/monitor/reports", "{", content_type="application/json", headers=api.headers),
    ):
        assert sent["Content-Type"] == "application/problem+json", sent.status_code
        told = sent.json()
        assert (told["status"], told["instance"]) == (sent.status_code, sent.wsgi_request.path)
        assert told["title"]
        assert told["todo"]
    assert api.client.delete("/api/plan/cycles", headers=api.headers)["Allow"] == "GET"


def test_the_description_is_a_page_for_whoever_is_signed_in(client, liaison):
    assert client.get("/api/").status_code == 302
    client.force_login(liaison)
    page = client.get("/api/").content.decode()
    assert "POST /api/monitor/reports" in page
    assert "<script src" not in page.replace('<script src="/static/', "")
    assert client.get("/api/openapi.json").json()["openapi"].startswith("3")
