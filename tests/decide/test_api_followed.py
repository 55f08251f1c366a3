"""Other systems read letters, certificates and what is carried into the next year: as the pages do, and no more."""

import pytest

from decide.test_api import caller  # noqa: F401
from kaogong.decide import actions
from kaogong.decide.models import Consequence

YL = ("yl_prefecture", "班子九人的县未达标", "county_grade")


@pytest.fixture
def low(settle, published):
    made = settle(*YL)
    published(made)
    return made


def test_letters_are_read_with_their_frozen_text(caller, low, office, stranger, make_account) -> None:  # noqa: F811
    one = Consequence.objects.get(settlement=low, key="county_quota")
    made = actions.issue_paper(
        by=office, consequence=one, kind="letter", number="示函〔2026〕1号", title="关于评优名额的函", issuer="市效能办",
        paragraphs=["评优比例降低五个百分点。"],
    )  # fmt: skip
    api = caller(office)
    (told,) = api.get("/letters").json()["items"]
    assert (told["number"], told["code"], told["sm3"], told["unaltered"]) == (made.number, made.code, made.sm3, True)
    assert "text" not in told
    assert api.get(f"/letters/{made.pk}").json()["text"] == made.text
    assert api.get("/letters", state="withdrawn").json()["count"] == 0
    assert api.get("/letters", state="lost").status_code == 422
    assert caller(stranger).get("/letters").json()["count"] == 0
    other = caller(stranger).get(f"/letters/{made.pk}")
    assert other.status_code == 404
    assert other.headers["Content-Type"].startswith("application/problem+json")


def test_what_is_carried_is_read_with_clause_and_paper(caller, low, office, stranger) -> None:  # noqa: F811
    cycle = low.run.cycle
    (told,) = caller(office).get("/effects", cycle=cycle.pk).json()["items"]
    assert (told["into"], told["value"], told["year"]) == ("quota", "-1/20", 2027)
    assert told["publication"] == "示效〔2026〕41号"
    assert "一-三-1" in told["clause"]
    assert caller(stranger).get("/effects", cycle=cycle.pk).json()["count"] == 0
