"""The pages for anybody: no sign-in, no people, a code opens the record, and guessing is stopped."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.utils import timezone

from decide.conftest import (
    approved,
    body,
    city,
    decision,
    folders,
    line,
    make_account,
    make_person,
    make_run,
    november,
    office,
    on,
    published,
    settle,
)
from kaogong.audit.models import Event
from kaogong.decide import actions
from kaogong.org.models import Often
from kaogong.plan.models import Stage
from kaogong.portal.queries.public import MISREADS, READS

__all__ = [
    "approved",
    "body",
    "city",
    "decision",
    "folders",
    "line",
    "make_account",
    "make_person",
    "make_run",
    "november",
    "office",
    "on",
    "published",
    "settle",
]
pytestmark = pytest.mark.usefixtures("files")
FZ = ("fz_three_levels", "80.00分正好是良好", "township_grade")


@pytest.fixture(autouse=True)
def nothing_counted():
    """Nobody has read anything yet."""
    from django.core.cache import cache

    cache.clear()


def test_what_is_published_is_open_from_its_day(client, settle, approved, office, on) -> None:
    made = approved(settle(*FZ))
    Stage.objects.create(
        cycle=made.run.cycle,
        key="decide",
        place=5,
        since=dt.date(2026, 11, 1),
        until=dt.date(2026, 12, 31),
        owner="绩效办",
    )
    day = dt.date(2026, 12, 1)
    given = {"number": "示效〔2026〕41号", "issuer": "市委、市政府", "audience": "public", "publish_on": day}
    notice = actions.publish(by=office, settlement=made, **given)
    assert "还没有向社会公开的结果" in client.get("/public/").content.decode()
    assert client.get(f"/public/{notice.code}/").status_code == 404
    on(day)
    front = client.get("/public/").content.decode()
    for words in (notice.title, notice.code, "评定", "进行中", "尚未公开"):
        assert words in front
    assert "sessionid" not in client.cookies
    record = client.get("/public/verify/", {"code": notice.code.lower()}, follow=True).content.decode()
    for words in ("东镇", "92.00", "原文与摘要值相符", notice.sm3):
        assert words in record
    assert "人1" not in record


def test_a_changed_text_is_told(client, settle, published) -> None:
    notice = published(settle(*FZ))
    notice.text = notice.text.replace("92.00", "98.00")
    notice.save(update_fields=["text"])
    assert "原文与摘要值不符" in client.get(f"/public/{notice.code}/").content.decode()


def test_guessing_codes_closes_the_page(client, db) -> None:
    for _n in range(MISREADS):
        assert client.get("/public/verify/", {"code": "ABCD-EFGH-JKMN"}).status_code == 404
    answer = client.get("/public/verify/", {"code": "ABCD-EFGH-JKMN"})
    assert answer.status_code == 429
    assert "试错太多次" in answer.content.decode()
    assert Event.objects.filter(verb="note_misread", outcome="denied").count() == MISREADS


def test_one_address_reads_so_many_pages_a_minute(client, db) -> None:
    codes = [client.get("/public/verify/").status_code for _n in range(READS + 1)]
    assert (codes[0], codes[-1]) == (200, 429)
    cache.clear()
    assert client.get("/public/").status_code == 429, "another process, or one restarted, counts on"
    assert client.get("/public/", REMOTE_ADDR="10.0.0.9").status_code == 200
    assert "127.0.0.1" not in str(list(Often.objects.values())), "addresses are not kept"
    Often.objects.update(until=timezone.now() - dt.timedelta(seconds=1))
    assert client.get("/public/").status_code == 200


def test_results_of_persons_are_not_for_the_public(settle, approved, office, make_person) -> None:
    from kaogong.audit.actions import Refused

    made = approved(settle(*FZ))
    made.proposals.update(person=make_person())
    with pytest.raises(Refused, match="含个人结果"):
        actions.publish(by=office, settlement=made, number="1号", issuer="局", audience="public")


@pytest.mark.clause("YL-35")
def test_lists_of_supervisors_with_their_day(client, settle, office) -> None:
    cycle = settle(*FZ).run.cycle
    names = [f"监督员{number:02d}" for number in range(30)]
    for letter in ("A", "B"):
        title = f"{letter} 类效能监督员"
        actions.disclose(
            by=office, cycle=cycle, kind="supervisors", title=title, lines=names, publish_on=dt.date(2026, 8, 7)
        )
    page = client.get("/public/").content.decode()
    assert all(page.count(name) == 2 for name in names)
    assert page.count("30 人，2026-08-07 公布") == 2
    assert "C 类" in page
    assert page.count("遴选中") == 1
