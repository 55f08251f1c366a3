"""The search finds units by their name, or by the first letters of it."""

import datetime as dt

import pytest


@pytest.mark.parametrize("asked", ["交通", "示范 交通", "T01", "sfjtj", "SFJT"])
def test_a_unit_is_found(desk_of, asked) -> None:
    assert "示范交通局" in desk_of.get("/search/", {"q": asked}).content.decode()


@pytest.mark.parametrize("asked", ["交通 卫生", "没有的"])
def test_all_words_must_be_there(desk_of, asked) -> None:
    page = desk_of.get("/search/", {"q": asked}).content.decode()
    assert f"没有找到“{asked}”" in page


def test_an_empty_question_says_what_can_be_asked(desk_of) -> None:
    assert "写出要找的单位" in desk_of.get("/search/").content.decode()


def test_what_is_asked_is_not_markup(desk_of) -> None:
    assert "<script>alert" not in desk_of.get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()


def test_people_are_found_by_those_who_may_see_them(desk_of, liaison) -> None:
    from kaogong.org.actions import grant
    from kaogong.org.models import Unit

    unit = Unit.objects.get(code="T01")
    grant(by=None, to=liaison, power="liaison", unit=unit, since=unit.founded)
    assert "P1" in desk_of.get("/search/", {"q": "某联"}).content.decode()


def test_indicators_of_the_running_cycle_are_found_and_lead_to_their_list(desk_of) -> None:
    from kaogong.org.models import Unit
    from kaogong.org.queries import today
    from kaogong.plan.models import Cycle, Indicator

    year = today().year
    begins, ends = dt.date(year, 1, 1), dt.date(year, 12, 31)
    office = Unit.objects.get(code="T01")
    cycle = Cycle.objects.create(year=year, title="年度", state="open", since=begins, until=ends, organiser=office)
    Indicator.objects.create(cycle=cycle, name="公共交通分担率")
    page = desk_of.get("/search/", {"q": "分担"}).content.decode()
    assert "公共交通分担率" in page
    assert "/plan/indicators/?q=" in page


@pytest.mark.parametrize("role", ["system", "security", "audit"])
def test_the_administrators_find_no_business(client, liaison, role) -> None:
    from kaogong.org.actions import open_account

    client.force_login(open_account(by=None, username=role, person=None, password="x", role=role))
    assert "没有找到" in client.get("/search/", {"q": "交通"}).content.decode()


def test_rounds_runs_and_publications_are_found_by_those_who_may_see_them(desk_of, liaison) -> None:
    import datetime as dt

    from kaogong.assess.models import Round, Run
    from kaogong.decide.models import Publication, Settlement
    from kaogong.org.models import Grant, Unit
    from kaogong.plan.models import Cycle, Edition

    day, end = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
    cycle = Cycle.objects.create(year=2026, title="绩效考核", organiser=Unit.objects.get(), since=day, until=end)
    edition = Edition.objects.create(book="b", title="示范办法", edition="1", sm3="0")
    run = Run.objects.create(
        cycle=cycle, edition=edition, purpose="formal", state="done", fingerprint="ab12cd", ended_at="2026-11-01T00:00Z"
    )
    made = Round.objects.create(cycle=cycle, name="年终考评", kind="year", period="2026", opens=day)
    held = Settlement.objects.create(run=run, sheet="s", scheme="g", period="2026", title="评定", state="published")
    notice = Publication.objects.create(
        settlement=held, number="示效〔2026〕41号", title="年度结果通报", issuer="示范市", audience="public",
        publish_on=day, text="", sm3="0", code="K7F3",
    )  # fmt: skip
    asked = {
        "年终": f"/assess/rounds/{made.pk}/",
        "ab12": f"/assess/runs/{run.pk}/",
        "正式": f"/assess/runs/{run.pk}/",
        "41号": f"/decide/notices/{notice.pk}/",
        "k7f3": f"/decide/notices/{notice.pk}/",
    }
    assert "/assess/runs/" not in desk_of.get("/search/", {"q": "ab12"}).content.decode()
    Grant.objects.create(account=liaison, power="office", since=day)
    for words, url in asked.items():
        assert f'href="{url}"' in desk_of.get("/search/", {"q": words}).content.decode(), words
