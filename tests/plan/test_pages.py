"""The pages of the room: what they show, to whom, and that forms say what is wrong where it is."""

import io
import zipfile
from decimal import Decimal

import pytest
from django.urls import reverse

from kaogong.org.models.powers import Power
from kaogong.plan import actions
from kaogong.plan.models import Adjustment, Cycle, Edition, Letter, Target
from kaogong.plan.queries import Wanted
from plan.conftest import BOOKS, STAGES
from plan.test_ask_adjustment import AUGUST, CHAIN


@pytest.fixture
def signed_in(client):
    def as_(account):
        client.force_login(account)
        return client

    return as_


@pytest.fixture
def city_plan(office, cycle, city, bureau, make_unit, make_indicator, make_target):
    """A target of the city in two parts that do not add up."""
    top = make_target(
        "100.0", "agreed", unit=city, indicator=make_indicator("农村公路", unit="公里"), points=Decimal(10)
    )
    parts = [{"unit": bureau, "value": Decimal("60.0")}, {"unit": make_unit("第二处"), "value": Decimal("38.0")}]
    actions.decompose(by=office, parent=top, track="region", parts=parts)
    return top


def test_the_tree_shows_sums_where_they_arise(signed_in, office, city_plan, django_assert_max_num_queries):
    page = signed_in(office)
    page.get(reverse("plan:targets"))
    with django_assert_max_num_queries(20):
        shut = page.get(reverse("plan:targets")).content.decode()
    assert "农村公路" in shut
    assert "合计不符 1" in shut
    assert "第二处" not in shut.split("<tbody>")[1]
    opened = page.get(reverse("plan:targets"), {"open": city_plan.pk}).content.decode()
    assert "子项合计 98.0 / 上级 100.0　缺口 2.0" in opened
    assert "请补 2.0，或申请调减上级目标。" in opened


def test_a_liaison_sees_its_own_unit_only(signed_in, liaison, city_plan):
    page = signed_in(liaison)
    text = page.get(reverse("plan:targets")).content.decode()
    assert "60.0" in text
    assert "38.0" not in text
    other = Target.objects.get(value=38)
    assert page.get(reverse("plan:target", args=[other.pk])).status_code == 404


def test_nobody_signed_in_sees_nothing(client, city_plan):
    for name in ("targets", "letters", "rulebooks", "indicators", "tasks", "adjustments"):
        assert client.get(reverse(f"plan:{name}")).status_code == 302


def test_a_round_through_the_page(signed_in, liaison, office, make_target):
    target = make_target()
    where = reverse("plan:round", args=[target.pk])
    page = signed_in(liaison)
    wrong = page.post(where, {"value": "约30", "reason": "试报"}).content.decode()
    assert "“约30”不是数字" in wrong
    assert 'aria-invalid="true"' in wrong
    page.post(where, {"value": "１６.０", "reason": "配套只够"})
    target.refresh_from_db()
    assert (target.state, str(target.value)) == ("proposed", "16.0")
    page = signed_in(office)
    assert "同意 16.0" in page.get(reverse("plan:target", args=[target.pk])).content.decode()
    page.post(reverse("plan:agree", args=[target.pk]))
    target.refresh_from_db()
    assert target.state == "agreed"


def test_elements_and_parts_through_the_page(signed_in, office, bureau, make_person, make_target):
    target = make_target("10", "agreed")
    person = make_person("科员甲", bureau)
    page = signed_in(office)
    page.post(reverse("plan:state_target", args=[target.pk]), {"quality": "验收合格", "due": "2099-12-31"})
    target.refresh_from_db()
    assert target.quality == "验收合格"
    past = page.post(reverse("plan:state_target", args=[target.pk]), {"due": "2020-01-01"}).content.decode()
    assert "完成时限 2020-01-01 已过" in past
    given = {"track": "inside", "unit": bureau.pk, "person": person.pk, "value": "10"}
    shown = page.post(reverse("plan:decompose", args=[target.pk]), given, follow=True).content.decode()
    assert "子项合计 10 / 上级 10　相符" in shown


def test_checking_and_issuing(signed_in, office, cycle, bureau, make_target):
    target = make_target("10")
    where = reverse("plan:issue_targets", args=[bureau.pk])
    page = signed_in(office)
    assert "还有 1 处要处理" in page.get(where).content.decode()
    assert page.post(where).status_code == 409
    Target.objects.filter(pk=target.pk).update(state="agreed")
    assert "下达 1 项目标" in page.get(where).content.decode()
    assert page.post(where).status_code == 302
    target.refresh_from_db()
    assert target.state == "issued"


def test_export_is_text_only(signed_in, office, make_target, make_indicator):
    make_target("10", indicator=make_indicator("=HYPERLINK(1)"))
    sent = signed_in(office).get(reverse("plan:targets"), {"export": "xlsx"})
    with zipfile.ZipFile(io.BytesIO(sent.content)) as book:
        assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()


def test_a_letter_is_drawn_signed_and_printed(signed_in, office, head, decision, adopted, cycle, bureau, make_target):
    make_target("16.0", "issued", points=Decimal(10))
    page = signed_in(office)
    assert "待拟稿" in page.get(reverse("plan:letters")).content.decode()
    page.post(reverse("plan:draw_letter", args=[bureau.pk]))
    letter = Letter.objects.get()
    for account, party in ((head, "unit"), (decision, "upper")):
        page = signed_in(account)
        shown = page.get(reverse("plan:letter", args=[letter.pk])).content.decode()
        assert f'value="{party}"' in shown
        page.post(reverse("plan:sign_letter", args=[letter.pk]), {"party": party})
    letter.refresh_from_db()
    assert letter.state == "effective"
    docx = page.get(reverse("plan:letter_document", args=[letter.pk, "docx"]))
    with zipfile.ZipFile(io.BytesIO(docx.content)) as book:
        words = book.read("word/document.xml").decode()
    assert "16.0" in words
    assert letter.sm3 in words
    pdf = page.get(reverse("plan:letter_document", args=[letter.pk, "pdf"]))
    assert pdf.content.startswith(b"%PDF-")
    assert page.get(reverse("plan:letter_document", args=[letter.pk, "exe"])).status_code == 404


def test_an_adjustment_is_asked_for_and_walked(
    signed_in, office, liaison, head, leader, decision, adopted, cycle, bureau, make_target
):
    target = make_target("50", "signed", points=Decimal(30))
    make_target("50", "signed", points=Decimal(70))
    actions.set_chain(by=office, cycle=cycle, steps=CHAIN)
    page = signed_in(liaison)
    form = page.get(reverse("plan:ask_adjustment", args=[bureau.pk])).content.decode()
    assert "调整期 07-01 至 09-30" in form
    late = page.post(
        reverse("plan:ask_adjustment", args=[bureau.pk]), {f"value_{target.pk}": "40", "reason": "政策变化"}
    )
    assert "不在调整期" in late.content.decode() or Adjustment.objects.exists()
    Adjustment.objects.all().delete()
    made = actions.ask_adjustment(
        by=liaison, cycle=cycle, unit=bureau, changes=[Wanted(target, value=Decimal(40))], reason="政策变化", on=AUGUST
    )
    assert "局效能办初审" in page.get(reverse("plan:adjustments")).content.decode()
    for account in (office, leader, office, decision):
        page = signed_in(account)
        assert 'value="approve"' in page.get(reverse("plan:adjustment", args=[made.pk])).content.decode()
        page.post(reverse("plan:approve_adjustment", args=[made.pk]), {"do": "approve", "reason": "同意"})
    made.refresh_from_db()
    assert made.state == "effective"


def test_indicators_and_tasks(signed_in, office, liaison, cycle, bureau, make_indicator):
    one = make_indicator("待签", state="draft")
    page = signed_in(office)
    assert "会签" in page.get(reverse("plan:indicators"), {"state": "draft"}).content.decode()
    page.post(reverse("plan:endorse_indicator", args=[one.pk]))
    one.refresh_from_db()
    assert one.state == "settled"
    task = actions.add_task(by=office, cycle=cycle, name="某任务", origin="annual", leads=[bureau])
    actions.approve_task(by=office, task=task)
    page = signed_in(liaison)
    shown = page.get(reverse("plan:tasks")).content.decode()
    assert "还有 1 项任务没有指标承接" in shown
    page.post(reverse("plan:acknowledge_task", args=[task.pk]))
    task.refresh_from_db()
    assert task.state == "acknowledged"


def test_a_rulebook_is_brought_read_and_adopted(signed_in, office, decision, cycle, bureau, monkeypatch):
    from kaogong.plan import jobs

    monkeypatch.setattr(jobs.check_edition, "defer", lambda **_given: None)
    page = signed_in(office)
    where = reverse("plan:bring_edition")
    odd = io.BytesIO(b"x")
    odd.name = "rulebook.exe"
    assert "不是 .yaml 文件" in page.post(where, {"text": odd}).content.decode()
    broken = io.BytesIO(b"kaogong: 1\nsheets: [\n")
    broken.name = "rulebook.yaml"
    assert "读不出来" in page.post(where, {"text": broken}).content.decode()
    with (BOOKS / "xm_unit" / "rulebook.yaml").open("rb") as text:
        page.post(where, {"text": text})
    edition = Edition.objects.get()
    assert edition.state == "draft"
    assert "检查" in page.get(reverse("plan:rulebook", args=[edition.pk])).content.decode()
    finding = {
        "code": "K203",
        "severity": "error",
        "line": 3,
        "column": 1,
        "what": {"zh": "有空档", "en": "gap"},
        "why": {"zh": "有分无等", "en": "no grade"},
        "fix": {"zh": "改为不足 90 分", "en": "below 90"},
    }
    Edition.objects.update(state="refused", findings=[finding])
    shown = page.get(reverse("plan:rulebook", args=[edition.pk])).content.decode()
    assert '<li id="L3" class="error">' in shown
    assert "改为不足 90 分" in shown
    assert "还有 1 处错误" in shown
    Edition.objects.update(state="ready", findings=[])
    page = signed_in(decision)
    page.post(
        reverse("plan:adopt_edition", args=[edition.pk]), {"appraisal_class": "division", "book_class": "division"}
    )
    edition.refresh_from_db()
    assert edition.state == "adopted"
    assert "单位职责" in page.get(reverse("plan:indicators")).content.decode()
    assert page.get(reverse("plan:rulebooks")).status_code == 200


def test_without_a_cycle_the_page_says_so(signed_in, office):
    assert signed_in(office).get(reverse("plan:targets")).status_code == 404
    assert signed_in(office).get(reverse("plan:rulebooks")).status_code == 200


def test_another_units_letter_is_not_there(signed_in, make_account, make_unit, bureau, make_target, make_letter):
    make_target("1", "issued")
    letter = make_letter(bureau)
    page = signed_in(make_account((Power.HEAD, make_unit())))
    assert page.get(reverse("plan:letter", args=[letter.pk])).status_code == 404
    assert page.post(reverse("plan:sign_letter", args=[letter.pk]), {"party": "unit"}).status_code == 404


def test_a_year_is_prepared_through_the_pages(signed_in, office, city, bureau, edition, decision):
    page = signed_in(office)
    assert "建立周期" in page.get(reverse("plan:cycle")).content.decode()
    given = {"year": 2026, "title": "绩效考核", "since": "2026-01-01", "until": "2025-12-31", "organiser": city.pk}
    assert "结束日期早于开始日期" in page.post(reverse("plan:prepare_cycle"), given).content.decode()
    page.post(reverse("plan:prepare_cycle"), given | {"until": "2026-12-31"})
    cycle = Cycle.objects.get()
    days = {}
    for key, since, until, owner in STAGES:
        days |= {f"{key}_since": since, f"{key}_until": until, f"{key}_owner": owner}
    page.post(reverse("plan:set_calendar", args=[cycle.pk]), days)
    assert cycle.stages.count() == 6
    rules = {
        "letter": "责任书",
        "rounds_up": 1,
        "rounds_down": 1,
        "elements": ["quality", "due"],
        "families": "党建、环保",
    }
    page.post(reverse("plan:set_rules", args=[cycle.pk]), rules)
    cycle.refresh_from_db()
    assert (cycle.elements, cycle.families, cycle.to_persons) == (["quality", "due"], ["党建", "环保"], False)
    assert page.post(reverse("plan:open_cycle", args=[cycle.pk])).status_code == 409
    actions.adopt_edition(by=decision, cycle=cycle, edition=edition, classes={"division": "division"})
    page.post(reverse("plan:open_cycle", args=[cycle.pk]))
    cycle.refresh_from_db()
    assert cycle.state == "open"
    assert "监测" in page.get(reverse("plan:cycle")).content.decode()
    page.post(reverse("plan:close_cycle", args=[cycle.pk]))
    cycle.refresh_from_db()
    assert cycle.state == "closed"


def test_an_own_indicator_gets_a_target_through_the_pages(signed_in, liaison, office, cycle, adopted, bureau):
    page = signed_in(liaison)
    given = {"owner": bureau.pk, "name": "窗口办结率", "basis": "本单位职责", "unit": "%", "direction": "higher"}
    page.post(reverse("plan:add_indicator"), given)
    made = cycle.indicators.get(name="窗口办结率")
    page.post(reverse("plan:submit_indicators", args=[bureau.pk]))
    signed_in(office).post(reverse("plan:endorse_indicator", args=[made.pk]))
    page = signed_in(liaison)
    page.post(reverse("plan:set_target", args=[made.pk]), {"unit": bureau.pk, "value": "98.5", "own": "on"})
    target = Target.objects.get()
    assert (str(target.value), target.own, target.state) == ("98.5", True, "draft")
    again = page.post(reverse("plan:set_target", args=[made.pk]), {"unit": bureau.pk})
    assert "已有目标" in again.content.decode()


def test_pages_of_the_office_are_closed_to_others(signed_in, liaison, cycle, bureau, make_unit):
    page = signed_in(liaison)
    for name, args in (
        ("prepare_cycle", []),
        ("set_calendar", [cycle.pk]),
        ("set_rules", [cycle.pk]),
        ("bring_edition", []),
        ("issue_targets", [bureau.pk]),
        ("ask_adjustment", [make_unit().pk]),
    ):
        assert page.get(reverse(f"plan:{name}", args=args)).status_code == 403
    for name in ("open_cycle", "close_cycle"):
        assert page.post(reverse(f"plan:{name}", args=[cycle.pk])).status_code == 403
