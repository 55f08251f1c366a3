"""One inspection through its pages: planned, drawn, entered on a phone, answered, confirmed, put right, re-checked, scored."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

import kaogong
from kaogong.core.scheme.load import load
from kaogong.supervise import facts
from kaogong.supervise.models import CheckItem, Finding, Inspection, Lot, Rectification, Visit
from supervise.visits import (
    PNG,
    colleague,
    evidence_here,
    in_may,
    inspector,
    liaison,
    make_account,
    make_person,
    make_unit,
    on,
    stranger,
    third,
    unit,
    window,
)

__all__ = [
    "colleague", "evidence_here", "in_may", "inspector", "liaison", "make_account", "make_person", "make_unit", "on", "stranger",
    "third", "unit", "window",
]  # fmt: skip
pytestmark = pytest.mark.django_db
YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))


@pytest.fixture
def send(window):
    """Somebody sends a form of a page, with what stands in it; it is taken, or refused with a status."""

    def go(account, name, /, *args, status=302, **fields):
        browser, page = window(account), reverse(f"supervise:{name}", args=args)
        shown = browser.get(page).content.decode()
        hidden = dict(re.findall(r'<input type="hidden" name="(key)" value="([^"]+)"', shown))
        answer = browser.post(page, hidden | fields)
        assert answer.status_code == status, answer.content.decode()[-3000:]
        return answer.content.decode()

    return go


def drawn(send, inspector, colleague, units):
    """The inspection is planned and scheduled, its list and the hash of its seed are published, another person draws."""
    told = {"title": "五月窗口抽查", "kind": "spot", "round": "key", "since": "2026-05-11", "until": "2026-05-29"}
    send(inspector, "plan_inspection", **told)
    held = Inspection.objects.get()
    words = {"method": "随机抽查", "content": "在岗和公示", "procedure": "两人一组"}
    send(inspector, "inspection_deed", held.pk, "schedule", **words)
    send(inspector, "check_items", category="presence", name="窗口空岗", kind="", unit_points="1", person_points="1")
    rows = "\n".join(f"{one.code} | 综合窗口" for one in units)
    send(inspector, "inspection_deed", held.pk, "lot", subject="window", rows=rows, number=str(len(units)))
    lot = Lot.objects.get()
    send(inspector, "lot", lot.pk, status=403, beacon="1")
    assert "相符" not in send(colleague, "lot", lot.pk, beacon="08 15 22")
    assert len(Lot.objects.get().drawn) == len(units)
    send(inspector, "inspection", held.pk, verb="begin")
    return held


def found(send, inspector, visit, who):
    """On the spot a window is empty: entered on the phone with a picture."""
    photo = SimpleUploadedFile("一.png", PNG, "image/png")
    given = {"method": "random", "at": "2026-05-11T10:15", "place": "大厅", "words": "10:15 无人。", "person": who.code}
    send(inspector, "visit", visit.pk, faults=CheckItem.objects.get().pk, photo=photo, **given)
    made = Finding.objects.get()
    assert (made.unit, made.person, made.proofs.count(), made.state) == (visit.unit, who, 1, "recorded")
    return made


def scored(code, book):
    """The events a rulebook gets of a subject."""
    given = facts.tables(load(Path(kaogong.__file__).parent / "rulebooks" / book), *YEAR)
    return [one for one in (given["events"].to_pylist() if given else []) if one["subject"] == code]


def test_from_the_plan_to_the_score(send, window, unit, make_unit, make_person, inspector, colleague, third, liaison):
    held, who = drawn(send, inspector, colleague, [unit, make_unit()]), make_person(unit)
    made = found(send, inspector, Visit.objects.get(unit=unit), who)
    send(colleague, "finding", made.pk, verb="confirm")
    assert Finding.objects.get().state == "recorded"
    assert scored(unit.code, "xm_unit") == []

    assert made.number in window(liaison).get(reverse("portal:desk")).content.decode()
    send(liaison, "finding_deed", made.pk, "answer", answer="属实，当日补岗。")
    send(inspector, "finding", made.pk, status=403, verb="confirm")
    send(colleague, "finding", made.pk, verb="confirm")
    (to_unit,), (to_person,) = scored(unit.code, "xm_unit"), scored(who.code, "xm_staff")
    assert to_unit["incident"] == to_person["incident"] == made.number

    plan = {
        "goal": "窗口不空岗",
        "matter": "综合窗口排班",
        "measures": "设备岗\n每日两查",
        "standard": "95",
        "limit": "",
    }
    assert "3/4" in send(liaison, "finding_deed", made.pk, "plan", status=422, **plan)
    send(liaison, "finding_deed", made.pk, "plan", **plan | {"limit": "2026-05-25"})
    send(inspector, "finding", made.pk, verb="approve")
    send(liaison, "finding", made.pk, verb="measure", number="0")
    send(liaison, "finding_deed", made.pk, "hand", root="没有备岗", outcome="在岗率 93%", result="93")
    assert "措施落实 1/2" in send(third, "finding_deed", made.pk, "close", status=422, outcome="抽查", result="93")
    send(third, "finding_deed", made.pk, "return", reason="第二条没有落实")
    send(liaison, "finding", made.pk, verb="measure", number="1")
    send(liaison, "finding_deed", made.pk, "hand", root="没有备岗", outcome="在岗率 93%", result="93")
    assert "达标线 95" in send(third, "finding_deed", made.pk, "close", status=422, outcome="抽查", result="93")
    send(third, "finding_deed", made.pk, "close", outcome="复查在岗率 96%", result="96")
    assert Rectification.objects.get().state == "closed"

    send(inspector, "skip_visit", Visit.objects.get(state="waiting").pk, reason="窗口已撤并")
    send(inspector, "inspection", held.pk, verb="close")
    assert Inspection.objects.get().state == "closed"
    assert len(scored(unit.code, "xm_unit")) == 1
    shown = window(liaison).get(reverse("supervise:finding", args=[made.pk]))
    assert "已销号" in shown.content.decode()
