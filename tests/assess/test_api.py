"""Other systems ask for scoring runs, follow them, and read scores down to the evidence: no further than the pages."""

import datetime as dt
import json
from decimal import Decimal

import pytest

from kaogong.assess import actions
from kaogong.assess.models import Result, Run
from kaogong.audit.models import Event, Evidence
from kaogong.org.actions import Reaching, issue_token
from kaogong.org.models import Token

UNTIL = dt.date(2027, 1, 1)
pytestmark = pytest.mark.usefixtures("november")


class Caller:
    """Another system with a token."""

    def __init__(self, client, secret):
        self.client, self.headers = client, {"Authorization": f"Bearer {secret}"}

    def get(self, path, **asked):
        return self.client.get(f"/api/assess{path}", asked, headers=self.headers)

    def post(self, path, told, key="key-00000001"):
        headers = self.headers | {"Idempotency-Key": key}
        return self.client.post(
            f"/api/assess{path}", json.dumps(told), content_type="application/json", headers=headers
        )


@pytest.fixture
def caller(client, db):
    def make(account, unit=None, write=True, room="assess"):
        given = {"account": account, "name": f"系统{Token.objects.count()}", "until": UNTIL, "request": "测试"}
        return Caller(client, issue_token(by=None, scopes=[Reaching(room, unit, False, write)], **given)[1])

    return make


def test_a_run_is_asked_for_once_a_key_and_followed(caller, office, cycle, town, events):
    api, told = caller(office), {"edition": town.pk, "purpose": "formal"}
    events()
    first = api.post("/runs", told)
    assert first.status_code == 201, first.content.decode()
    assert (first.json()["state"], first.json()["purpose"]) == ("queued", "formal")
    assert events() == ["ask_run"]
    assert f"token {Token.objects.get().name}" in Event.objects.order_by("-number").first().powers
    again = api.post("/runs", told)
    assert (again.content, again["Idempotent-Replayed"]) == (first.content, "true")
    assert (events(), Run.objects.count()) == ([], 1)
    actions.perform_run(Run.objects.get())
    done = api.get(f"/runs/{first.json()['id']}").json()
    assert (done["state"], done["done"]) == ("done", done["of"])
    assert len(done["fingerprint"]) == 64
    assert api.get("/runs", state="done").json()["count"] == 1
    assert api.get("/runs", state="failed").json()["count"] == 0
    assert (
        api.post(f"/runs/{done['id']}/again", {"reason": ""}, "key-00000002").json()["errors"][0]["where"] == "reason"
    )
    made = api.post(f"/runs/{done['id']}/again", {"reason": "数据更正"}, "key-00000003").json()
    assert (made["previous"], made["purpose"]) == (done["id"], "again")
    stopped = api.post(f"/runs/{made['id']}/cancel", {"reason": "发错"}, "key-00000004").json()
    assert stopped["state"] == "cancelled"
    assert api.post(f"/runs/{made['id']}/retry", {}, "key-00000005").status_code == 409


def test_only_the_office_starts_runs_and_a_token_needs_the_room(caller, office, decision, liaison, cycle, town):
    told = {"edition": town.pk}
    assert caller(decision).post("/runs", told).status_code == 403
    assert caller(decision).get("/runs").status_code == 200
    assert caller(liaison).get("/runs").status_code == 403
    assert caller(office, write=False).post("/runs", told).status_code == 403
    assert caller(office, room="plan").get("/runs").status_code == 403
    wrong = caller(office).post("/runs", {"edition": 10**9})
    assert (wrong.status_code, wrong.json()["errors"][0]["where"]) == (422, "edition")
    assert Run.objects.count() == 0


def test_scores_are_read_as_the_pages_show_them(caller, office, liaison, bureau, scored):
    (one,) = [one for one in caller(office).get("/scores").json()["items"] if one["unit"] == bureau.code]
    assert (one["total"], one["rank"], one["out_of"]) == ("94.00", 1, 2)
    found = caller(office).get("/scores").json()
    assert found["count"] == 3
    (lacking,) = [each for each in found["items"] if each["total"] is None]
    assert lacking["lacking"] == 1
    assert [each["unit"] for each in caller(liaison).get("/scores").json()["items"]] == [bureau.code]
    assert [each["unit"] for each in caller(office, unit=bureau).get("/scores").json()["items"]] == [bureau.code]
    assert caller(office).get("/scores", limit=2, offset=2).json()["items"] == [found["items"][2]]
    other = Result.objects.exclude(unit=bureau).first()
    assert caller(liaison).get(f"/scores/{other.pk}").status_code == 404
    assert caller(liaison).get(f"/scores/{other.pk}/derivation").status_code == 404
    marks = {each["name"]: each["value"] for each in caller(liaison).get(f"/scores/{one['id']}").json()["marks"]}
    assert {Decimal(each) for each in marks.values()} >= {Decimal(54), Decimal(40)}


def test_a_derivation_goes_down_to_the_evidence(caller, office, bureau, scored):
    result = Result.objects.get(unit=bureau)
    told = caller(office).get(f"/scores/{result.pk}/derivation").json()
    assert told["fingerprint"] == scored.fingerprint
    parts = list(every_part(told["told"]["root"]))
    assert {Decimal(one["value"]) for one in parts if one.get("method")} == {Decimal(54), Decimal(40)}
    assert all("text" in one["sentence"] for one in parts if one.get("method"))
    inputs = [each for one in parts for each in one.get("inputs", [])]
    assert {each["supplier"] for each in inputs if each.get("supplier")}
    assert Evidence.objects.filter(pk__in=[each.get("evidence_hash", "") for each in inputs]).exists()


def every_part(part):
    yield part
    for one in (*part.get("parts", ()), *part.get("periods", ())):
        yield from every_part(one)


def test_without_a_run_there_is_no_score(caller, office, cycle):
    sent = caller(office).get("/scores")
    assert (sent.status_code, sent["Content-Type"]) == (404, "application/problem+json")
