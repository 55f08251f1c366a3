"""Rounds in a real browser: the list, a round, the self-report on a phone, the review grid by keyboard, a sheet."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

import kaogong
from kaogong.assess import actions
from kaogong.audit.actions import seal
from kaogong.org.models import Account
from kaogong.org.queries import today
from kaogong.plan import actions as planning
from kaogong.plan.models import Cycle, Edition
from portal.conftest import SECRET, liaison

__all__ = ["liaison"]

BOOKS = Path(kaogong.__file__).parent / "rulebooks"
WORK = (
    ("交通基础设施建设", "20", "农村公路提质改造完成 263.4 公里，占年度目标 82.3%。\n3 号标段已加开作业面。", "19"),
    ("公共交通服务", "30", "公共交通分担率 31.4%，新开通线路 6 条。", "29"),
    ("行政审批提速", "30", "承诺时限压缩 52%，无超时办件。", "30"),
    ("安全生产", "20", "全年未发生较大以上事故，隐患整改率 98.6%。", "19.5"),
)


@pytest.fixture(autouse=True)
def evidence_here(settings, tmp_path):
    settings.EVIDENCE = tmp_path / "evidence"


@pytest.fixture
def staffed(liaison):
    """The liaison's unit with a head, an office and a cycle with a rulebook."""
    from kaogong.org.actions import open_account
    from kaogong.org.models import Grant, Unit, UnitVersion

    unit = Unit.objects.get(code="T01")
    Grant.objects.create(account=liaison, power="liaison", unit=unit, since=dt.date(2020, 1, 1))
    UnitVersion.objects.filter(unit=unit).update(appraisal_class="部门")
    office = open_account(by=None, username="office", person=None, password=SECRET)
    Grant.objects.create(account=office, power="office", since=dt.date(2020, 1, 1))
    year = today().year
    cycle = planning.prepare_cycle(
        by=None,
        year=year,
        title="绩效考核",
        organiser=unit,
        since=dt.date(year, 1, 1),
        until=dt.date(year, 12, 31),
    )
    Cycle.objects.filter(pk=cycle.pk).update(state="open")
    cycle.refresh_from_db()
    edition = planning.bring_edition(by=None, folder=BOOKS / "xm_unit")
    Edition.objects.filter(pk=edition.pk).update(state="ready")
    edition.refresh_from_db()
    planning.adopt_edition(by=None, cycle=cycle, edition=edition, classes={"部门": "division"})
    return cycle, unit, office


@pytest.fixture
def running(staffed):
    """A round with six steps, a self-report, a review and sheets of the office; the self-report is half written."""
    cycle, unit, _office = staffed
    six = ["总结述职", "民主测评", "个别座谈", "检查核实", "征求意见", "综合评价"]
    one = actions.prepare_round(
        by=None,
        cycle=cycle,
        name="年终绩效考评",
        kind="year",
        period=str(cycle.year),
        opens=today(),
        report_due=today() + dt.timedelta(days=9),
        enter_from=today(),
        enter_until=today() + dt.timedelta(days=30),
        items=[
            {"code": f"i{n}", "name": name, "full": Decimal(full), "axis": "职能目标" if n < 3 else "行政效能"}
            for n, (name, full, *_rest) in enumerate(WORK, 1)
        ],
        sources=[
            {"kind": "self", "name": "自评", "step": "总结述职"},
            {"kind": "review", "name": "绩效办复核", "who": "office"},
            {"kind": "sheet", "name": "现场考核", "who": "office", "full": Decimal(100)},
            {"kind": "vote", "name": "民主测评", "options": ["满意", "基本满意", "不满意"], "step": "民主测评"},
            {"kind": "import", "name": "安全生产目标管理考核", "items": []},
        ],
        entrants=[(unit, None)],
        steps=six,
    )
    actions.open_round(by=None, one=one)
    actions.open_step(by=None, step=one.steps.first())
    return one


@pytest.fixture
def written(running, liaison):
    entrant = running.entrants.get()
    marks = {
        item.pk: {"words": words, "score": Decimal(score)}
        for item, (_name, _full, words, score) in zip(running.items.all(), WORK, strict=True)
    }
    report = actions.write_self(by=liaison, entrant=entrant, words="各项任务按序时推进。", marks=marks)
    for item in list(running.items.all())[:3]:
        file = ContentFile(f"{item.name}台账".encode(), name="a.txt")
        actions.show_proof(
            by=liaison, report=report, evidence=[(seal(by=None, file=file), f"{item.name}验收台账.txt")], item=item
        )
    return report


@pytest.fixture
def signed(written):
    actions.submit_self(by=None, report=written)
    return actions.sign_self(by=None, report=written)


def test_the_rounds_and_a_new_one(window, staffed, running):
    window.sign_in("office", SECRET).go("/assess/rounds/").keep("rounds")
    window.go(f"/assess/rounds/{running.pk}/").keep("round")
    window.go("/assess/rounds/new/").keep("new-round-choose")
    window.page.get_by_role("button", name="读取考核表").click()
    window.page.get_by_label("名称", exact=True).wait_for()
    window.keep("new-round")
    window.go(f"/assess/rounds/sources/{running.sources.get(kind='vote').pk}/").keep("votes")
    window.go(f"/assess/rounds/sources/{running.sources.get(kind='import').pk}/outcomes/").keep("outcomes")


def test_sheets_handed_in_are_given_back(window, staffed, signed):
    source, entrant = signed.entrant.round.sources.get(kind="sheet"), signed.entrant
    marks = {one.item_id: {"score": one.item.full, "reason": "核实"} for one in source.asked.select_related("item")}
    by = Account.objects.get(username="office")
    actions.submit_sheet(by=by, sheet=actions.score(by=by, source=source, entrant=entrant, marks=marks))
    window.sign_in("office", SECRET).go(f"/assess/rounds/sources/{source.pk}/").keep("sheets-handed")


def test_a_self_report_saves_itself(window, liaison, written):
    window.sign_in("liaison", SECRET).go("/").keep("desk-round")
    window.go(f"/assess/rounds/entrants/{written.entrant_id}/self/").keep("self-report")
    item = written.entrant.round.items.first()
    field = window.page.locator(f"#id_score_{item.pk}")
    field.fill("18.5")
    field.blur()
    window.page.get_by_text("草稿已于").wait_for()
    assert written.marks.get(item=item).score == Decimal("18.5")
    field.fill("21")
    window.page.get_by_role("button", name="提交自评").click()
    window.page.get_by_role("alert").wait_for()
    assert "满分 20，填的是 21" in window.page.get_by_role("alert").inner_text()
    window.complaints.clear()  # the browser itself remarks on the 422
    window.keep("self-report-error")


def test_the_review_by_keyboard(window, staffed, signed):
    entrant = signed.entrant_id
    window.sign_in("office", SECRET).go(f"/assess/rounds/entrants/{entrant}/review/")
    first, second, *_ = entrant_items = list(signed.entrant.round.items.all())
    window.page.locator(f"#id_score_{first.pk}").fill("18")
    window.page.keyboard.press("ArrowDown")
    window.page.keyboard.type("29")
    assert window.page.locator(f"#id_score_{second.pk}").input_value() == "29"
    window.page.locator(f"#id_reason_{first.pk}").fill("3 号标段进度滞后")
    window.keep("review")
    window.page.get_by_role("button", name="保存复核分").click()
    window.page.get_by_text("复核分已保存").wait_for()
    window.go(f"/assess/rounds/entrants/{entrant}/").keep("self-report-read")
    source = signed.entrant.round.sources.get(kind="sheet")
    window.go(f"/assess/rounds/sources/{source.pk}/").keep("sheets")
    window.go(f"/assess/rounds/sources/{source.pk}/{entrant}/").keep("sheet")
    assert len(entrant_items) == 4
    assert Account.objects.filter(username="office").exists()
