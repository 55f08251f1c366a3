"""Inspections in a real browser, at both widths: the plan, the draw, the form on the spot without network, a finding to its end."""

from decimal import Decimal

import pytest

from kaogong.supervise.actions import draw, findings_opinions, findings_papers, inspections, inspections_online
from kaogong.supervise.models import Finding, VisitEntry
from supervise.visits import (
    PNG,
    begun,
    colleague,
    confirmed,
    enter,
    evidence_here,
    find,
    handed,
    in_may,
    inspector,
    liaison,
    make_account,
    make_inspection,
    make_person,
    make_unit,
    on,
    photo,
    running,
    third,
    unit,
)

__all__ = [
    "begun", "colleague", "confirmed", "enter", "evidence_here", "find", "handed", "in_may", "inspector", "liaison",
    "make_account", "make_inspection", "make_person", "make_unit", "on", "photo", "running", "third", "unit",
]  # fmt: skip
SECRET = "correct-horse-9"


@pytest.fixture
def signed(window):
    """A window in which somebody is signed in."""

    def sign(account):
        account.set_password(SECRET)
        account.save(update_fields=["password"])
        return window.sign_in(account.username, SECRET)

    return sign


@pytest.fixture
def told(
    make_inspection,
    begun,
    enter,
    unit,
    make_unit,
    inspector,
    colleague,
    liaison,
    find,
    confirmed,
    running,
    handed,
    photo,
):
    """Inspections and findings of every kind."""
    half = {"unit_points": Decimal("0.5"), "person_points": Decimal("0.25")}
    for category, name in (("presence", "窗口空岗"), ("notice", "服务公示缺项"), ("conduct", "服务用语不规范")):
        inspections.add_check_item(by=inspector, category=category, name=name, **half)
    hall = make_unit("市政务服务管理局")
    held = make_inspection("spot", title="办事窗口随机抽查")
    lot = draw.commit_visits(
        by=inspector,
        inspection=held,
        candidates=[(hall, f"{n} 号窗口") for n in range(1, 13)],
        number=4,
        subject="window",
    )
    draw.draw_lot(by=colleague, lot=lot, beacon="08 15 22 30")
    _held, visits = begun(
        {"unit": unit, "name": "道路运输窗口", "reported": Decimal(80)}, {"unit": hall, "name": "综合窗口"}, subject="window",
        title="五月窗口暗访", kind="covert",
    )  # fmt: skip
    enter(visits[1], words="在岗 4 人，公示牌缺收费依据。", photos=[photo()])
    find(words="3 号窗口 10:15 无人，排队 6 人。", channel="video", place="政务大厅", window="3 号", prominent=True)
    confirmed(words="收费公示缺少依据。", category="notice")
    running(words="对外电话三次无人接听。", category="conduct")
    made = handed(words="午间提前离岗。", category="attendance", standard=Decimal(80), result=Decimal(85))
    findings_papers.issue_paper(
        by=inspector, kind="rectify", unit=unit, words="请在期限内整改并答复。", finding=made.finding
    )
    findings_papers.draft_circular(
        by=inspector, title="关于五月暗访情况的通报", words="现将查处的问题通报如下。", findings=[made.finding]
    )
    rows = [("1", unit, "办证排队时间长"), ("2", hall, "材料反复补正")]
    findings_opinions.break_down(by=inspector, batch="2026 上半年评议", rows=rows)
    inspections_online.patrol_day(by=inspector, absences=[("P001", "上午缺一次点击")])
    return {"lot": lot, "visit": visits[0], "finding": made.finding}


def test_pages_of_those_who_inspect(told, signed, third):
    page = signed(third)
    page.go("/supervise/inspections/").keep("inspections-list")
    page.go(f"/supervise/inspections/{told['visit'].inspection_id}/").keep("inspections-one")
    page.go(f"/supervise/inspections/draws/{told['lot'].pk}/").keep("inspections-draw")
    page.go("/supervise/inspections/figures/").keep("inspections-figures")
    page.go("/supervise/inspections/items/").keep("inspections-items")
    page.go("/supervise/inspections/new/").keep("inspections-new")
    page.go("/supervise/findings/").keep("findings-list")
    page.go(f"/supervise/findings/{told['finding'].pk}/").keep("findings-handed")
    page.go("/supervise/findings/standing/").keep("findings-standing")
    for name in ("papers", "circulars", "opinions", "new"):
        page.go(f"/supervise/findings/{name}/").keep(f"findings-{name}")
    with page.page.expect_navigation():
        page.go(f"/supervise/findings/{told['finding'].pk}/").page.get_by_role("link", name="复核销号").click()
    page.page.get_by_label("复核情况").fill("连续一周抽查，无人提前离岗。")
    with page.page.expect_navigation():
        page.page.get_by_role("button", name="销号").click()
    assert Finding.objects.get(pk=told["finding"].pk).rectification.state == "closed"


def test_pages_of_a_unit(told, signed, liaison):
    page = signed(liaison)
    page.go("/supervise/findings/").keep("findings-unit")
    waiting = Finding.objects.get(state="recorded", channel="video")
    page.go(f"/supervise/findings/{waiting.pk}/").keep("findings-to-answer")
    ordered = Finding.objects.get(rectification__state="ordered")
    page.go(f"/supervise/findings/{ordered.pk}/plan/").keep("findings-plan")
    page.page.get_by_label("整改目标").fill("公示齐全")
    with page.page.expect_navigation():
        page.page.get_by_role("button", name="报送方案").click()
    assert "1/4" in page.page.content()
    page.complaints.clear()  # the browser says of the refused form that it was refused


def test_an_entry_without_network_is_kept_and_sent_once(told, signed, inspector):
    window, visit = signed(inspector), told["visit"]
    window.go(f"/supervise/inspections/visits/{visit.pk}/").keep("inspections-entry")
    page = window.page
    page.context.set_offline(True)
    page.get_by_label("检查时间").fill("2026-05-11T09:30")
    page.get_by_label("地点").fill("政务大厅二楼")
    page.get_by_label("所见").fill("3 号窗口无人。")
    page.get_by_label("窗口空岗").check()
    page.get_by_label("照片", exact=False).first.set_input_files(
        {"name": "一.png", "mimeType": "image/png", "buffer": PNG}
    )
    page.get_by_role("button", name="记录并封存").click()
    page.get_by_text("已存在本机").wait_for()
    before = VisitEntry.objects.filter(visit=visit).count()
    assert before == 0
    window.keep("inspections-offline")
    page.get_by_label("检查时间").fill("2026-05-11T09:50")
    page.get_by_label("地点").fill("政务大厅三楼")
    page.get_by_label("所见").fill("5 号窗口公示齐全。")
    page.get_by_role("button", name="记录并封存").click()
    page.get_by_text("存着 2 条").wait_for()
    with page.expect_navigation(timeout=15_000):
        page.context.set_offline(False)
    held = list(VisitEntry.objects.filter(visit=visit))
    assert [(one.place, one.offline, one.photos.count()) for one in held] == [
        ("政务大厅二楼", True, 1),
        ("政务大厅三楼", True, 0),
    ]
    assert Finding.objects.filter(entry=held[0], category="presence").count() == 1
    page.reload()
    page.get_by_text("离线填写").first.wait_for()
    assert VisitEntry.objects.filter(visit=visit).count() == 2
    window.keep("inspections-sent")


def test_a_page_never_opened_before_opens_without_network(told, signed, inspector):
    """Looking at the inspection is enough: what one enters there is kept, and goes when one signs out."""
    window, visit = signed(inspector), told["visit"]
    page, path = window.page, f"/supervise/inspections/visits/{visit.pk}/"
    window.go(f"/supervise/inspections/{visit.inspection_id}/")
    page.locator("[data-worker][data-kept]").wait_for(state="attached")
    kept = "caches.open('kaogong-entry-pages').then((held) => held.keys()).then((all) => all.map((one) => new URL(one.url).pathname))"
    held = page.evaluate(kept)
    assert path in held
    assert not [one for one in held if not one.startswith(("/supervise/inspections/visits/", "/static/"))]
    page.context.set_offline(True)
    window.go(path)
    page.get_by_label("检查时间").fill("2026-05-11T09:30")
    page.get_by_label("地点").fill("政务大厅一楼")
    page.get_by_label("所见").fill("公示栏内容齐全。")
    page.get_by_role("button", name="记录并封存").click()
    page.get_by_text("存着 1 条").wait_for()
    page.reload()
    page.get_by_label("检查时间").fill("2026-05-11T10:10")
    page.get_by_label("地点").fill("政务大厅四楼")
    page.get_by_label("所见").fill("2 号窗口在岗。")
    page.get_by_role("button", name="记录并封存").click()
    page.get_by_text("存着 2 条").wait_for()
    with page.expect_navigation(timeout=15_000):
        page.context.set_offline(False)
    held = VisitEntry.objects.filter(visit=visit).order_by("at")
    assert [one.place for one in held] == ["政务大厅一楼", "政务大厅四楼"]
    window.complaints.clear()  # the browser says that it had no network
    with page.expect_navigation():
        page.locator("form[action='/sign-out/'] button").first.evaluate("(one) => one.form.requestSubmit()")
    assert page.evaluate(kept) == []
