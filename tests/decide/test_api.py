"""Other systems read grades and publications, publish what was approved and say what was carried out: as the pages do."""

import datetime as dt
import json

import pytest

from kaogong.audit.actions import seal
from kaogong.decide.models import Consequence, Proposal, Publication
from kaogong.org.actions import Reaching, issue_token
from kaogong.org.models import Token
from kaogong.org.queries import today

FZ = ("fz_three_levels", "80.00分正好是良好", "township_grade")
TWICE = ("fz_three_levels", "2019、2020年连续两年一般", "township_grade")


class Caller:
    """Another system with a token."""

    def __init__(self, client, secret):
        self.client, self.headers = client, {"Authorization": f"Bearer {secret}"}

    def get(self, path, **asked):
        return self.client.get(f"/api/decide{path}", asked, headers=self.headers)

    def post(self, path, told, key="key-00000001"):
        headers = self.headers | {"Idempotency-Key": key}
        return self.client.post(
            f"/api/decide{path}", json.dumps(told), content_type="application/json", headers=headers
        )


@pytest.fixture
def caller(client, db):
    def make(account, unit=None, write=True):
        given = {"account": account, "name": f"系统{Token.objects.count()}", "request": "测试"}
        until = today() + dt.timedelta(days=90)
        scopes = [Reaching("decide", unit, False, write)]
        return Caller(client, issue_token(by=None, scopes=scopes, until=until, **given)[1])

    return make


def test_grades_are_read_side_by_side_once_they_are_public(caller, settle, office, stranger, line) -> None:
    made = settle(*FZ)
    api = caller(office)
    assert [one["id"] for one in api.get("/settlements").json()["items"]] == [made.pk]
    assert caller(stranger).get("/settlements").json()["count"] == 0
    assert caller(stranger).get(f"/settlements/{made.pk}").status_code == 404
    assert caller(stranger).get(f"/settlements/{made.pk}/lines").status_code == 404
    lines = api.get(f"/settlements/{made.pk}/lines").json()
    (west,) = [one for one in lines["items"] if one["name"] == "西镇"]
    held = line(made, "西镇")
    assert (west["total"], west["computed"], west["grade"]) == (f"{held.total:f}", held.computed, held.final)
    assert (west["rank"], west["reason"]) == (held.rank, held.reason)
    assert lines["count"] == made.proposals.count()


def test_what_was_approved_is_published_once_a_key(caller, settle, approved, office, stranger, events) -> None:
    made = approved(settle(*FZ))
    told = {"number": "示效〔2026〕41号", "issuer": "市效能办", "audience": "public"}
    assert caller(stranger).post(f"/settlements/{made.pk}/publish", told).status_code == 403
    assert caller(office, write=False).post(f"/settlements/{made.pk}/publish", told).status_code == 403
    assert Publication.objects.count() == 0
    api = caller(office)
    events()
    first = api.post(f"/settlements/{made.pk}/publish", told)
    assert first.status_code == 201, first.content.decode()
    again = api.post(f"/settlements/{made.pk}/publish", told)
    assert (again.content, again["Idempotent-Replayed"]) == (first.content, "true")
    assert events().count("publish") == 1
    other = api.post(f"/settlements/{made.pk}/publish", told, "key-00000002")
    assert other.status_code == 409
    whole = api.get(f"/publications/{first.json()['id']}").json()
    assert whole["unaltered"]
    assert json.loads(whole["text"])["lines"] == whole["lines"]
    assert api.get("/publications").json()["count"] == 1


def test_a_token_for_one_unit_reads_no_other_line(caller, settle, published, office) -> None:
    held = published(settle(*FZ))
    mine = Proposal.objects.filter(settlement=held.settlement, unit__isnull=False).first()
    api = caller(office, unit=mine.unit)
    assert [one["id"] for one in api.get(f"/settlements/{held.settlement_id}/lines").json()["items"]] == [mine.pk]
    found = api.get(f"/publications/{held.pk}").json()
    assert [one["subject"] for one in found["lines"]] == [mine.subject]
    assert (found["text"] is None) == (held.settlement.proposals.count() > 1)


def test_what_follows_is_carried_out_with_its_proof(caller, settle, published, office, stranger, events) -> None:
    published(settle(*TWICE))
    one = Consequence.objects.filter(state="due").first()
    api = caller(office)
    assert one.pk in {each["id"] for each in api.get("/consequences", state="due").json()["items"]}
    assert caller(stranger).get(f"/consequences/{one.pk}").status_code == 404
    page = f"/consequences/{one.pk}/execute"
    assert api.post(page, {"words": ""}, "key-00000002").json()["errors"][0]["where"] == "words"
    assert api.post(page, {"proof": "1" * 64}, "key-00000003").json()["errors"][0]["where"] == "proof"
    from django.core.files.base import ContentFile

    proof = seal(by=None, file=ContentFile("通报".encode(), name="a.txt"))
    events()
    done = api.post(page, {"words": "已通报", "proof": proof.pk}, "key-00000004")
    assert done.status_code == 201, done.content.decode()
    assert (done.json()["state"], done.json()["proof"]) == ("done", proof.pk)
    assert events() == ["execute"]
    assert api.post(page, {"words": "已通报"}, "key-00000005").status_code == 409
    assert api.get(f"/consequences/{one.pk}").json()["state"] == "done"
