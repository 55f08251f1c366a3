"""The pages of selection, moves and cases: who sees what, what is done on them, what waits on whose desk."""

import datetime as dt

import pytest

from kaogong.audit.models import Event
from kaogong.people.actions.archive_integrity import summarise_integrity
from kaogong.people.actions.careers_moves import plan_exchange, propose_exit
from kaogong.people.actions.careers_units import fix_unit_grades
from kaogong.people.models import CareerCase, Exemplar, Exit, GapItem, MoveList, Selection, UnfitRule
from kaogong.people.queries import waiting_for
from kaogong.portal.queries.notices import told
from kaogong.portal.queries.search import search
from people.careers import *  # noqa: F403

SHELVES = (
    "selections/", "exits/", "exchanges/", "reserve/", "lists/", "cases/", "unfit-rules/", "direct/", "figures/",
)  # fmt: skip
AT = "/people/careers/"


def wait(account):
    return [one.title for one in waiting_for(account)]


@pytest.mark.parametrize("path", SHELVES)
def test_lists_are_there_for_those_above_and_shut_to_strangers(window, office, board, clerk, stranger, path):
    for account in (office, board):
        assert window(account).get(AT + path).status_code == 200
    for account in (clerk, stranger):
        assert window(account).get(AT + path).status_code == 403


def test_the_hub_shows_everybody_the_own_pay_and_exemplars_and_no_more(window, clerk, office):
    shown = window(clerk).get("/people/").content.decode()
    assert "/people/pay/" in shown
    assert f"{AT}exemplars/" in shown
    assert f"{AT}cases/" not in shown
    assert f"{AT}cases/" in window(office).get("/people/").content.decode()


def test_a_post_is_filled_on_the_pages(window, office, board, desk, unit, graded, shown):
    page, first, second = window(office), desk(unit, "C1"), desk(unit, "C2")
    graded(first, {2025: "优秀"})
    graded(second, {2025: "称职"})
    given = {"title": "副局长", "unit": unit.code, "level": "deputy", "mode": "open", "words": ""}
    assert page.post(f"{AT}selections/new/", given).status_code == 302
    held = Selection.objects.get()
    for one in (second, first):
        letter = {
            "person": one.code,
            "recommender": desk(unit).code,
            "statement": "实绩突出",
            "signed_on": "2026-11-16",
        }
        refused = page.post(f"{AT}selections/{held.pk}/nominate/", letter)
        assert refused.status_code == 422
        assert "附签名的推荐书" in refused.content.decode()
        with open(__file__, "rb") as file:  # noqa: PTH123 - any text
            assert (
                page.post(f"{AT}selections/{held.pk}/nominate/", letter | {"file": _txt(file.read())}).status_code
                == 302
            )
    for _n in range(4):
        assert page.post(f"{AT}selections/{held.pk}/step/", {"words": "已办", "day": "2026-11-16"}).status_code == 302
    body = page.get(f"{AT}selections/{held.pk}/").content.decode()
    assert body.index("C1") < body.index("C2")
    weaker = held.nominations.get(person=second)
    act = f"{AT}nominations/{weaker.pk}/appoint/"
    assert page.get(act).status_code == 403
    assert "决定任用" in wait(board)
    done = {"document": "任字1号", "day": "2026-11-16", "reason": "熟悉业务"}
    barred = window(board).post(act, done)
    assert (barred.status_code, "廉政档案摘要" in barred.content.decode()) == (422, True)
    summarise_integrity(by=None, person=second, words="没有问题")
    refused = window(board).post(act, {"document": "任字1号", "day": "2026-11-16"})
    assert (refused.status_code, "等次更好" in refused.content.decode()) == (422, True)
    assert window(board).post(act, done).status_code == 302
    assert "熟悉业务" in page.get(f"{AT}selections/{held.pk}/").content.decode()
    assert [hits[0].title for _name, hits in search(office, held.number)] == ["副局长"]


def _txt(content):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("推荐书.txt", content)


def test_leaving_and_moving_on_the_pages(window, office, board, person, unit, make_unit):
    page, to = window(office), make_unit("市港口局")
    given = {
        "person": person.code,
        "route": "age",
        "age": "58",
        "voluntary": "on",
        "reason": "申请",
        "on": "2026-12-01",
    }
    assert page.post(f"{AT}exits/new/", given | {"route": ""}).status_code == 422
    assert page.post(f"{AT}exits/new/", given).status_code == 302
    assert "决定退出" in wait(board)
    assert window(board).post(f"{AT}exits/{Exit.objects.get().pk}/decide/", {"opinion": ""}).status_code == 302
    assert "退出/年龄" in page.get(f"{AT}exits/").content.decode()
    moved = {"person": person.code, "unit": to.code, "kind": "functional", "direction": "key", "key": "on",
             "planned_on": "2026-11-01"}  # fmt: skip
    assert page.post(f"{AT}exchanges/new/", moved).status_code == 302
    assert "逾期" in page.get(f"{AT}exchanges/").content.decode()
    assert "关键岗位交流逾期" in wait(office)
    assert "没有逾期" not in page.get(f"{AT}figures/").content.decode()


def test_a_case_on_the_pages(window, office, board, person, unit):
    page, deciding = window(office), window(board)
    given = {"title": "不胜任认定办法", "qualitative": "不能履职", "quantitative": "低于六成", "procedure": "提出\n核实",
             "measures": "调离重要岗位", "causes": "工作不力", "criteria": "平庸型|副职领导|两年没有起色"}  # fmt: skip
    assert page.post(f"{AT}unfit-rules/new/", given).status_code == 302
    rule = UnfitRule.objects.get()
    assert "启用认定办法" in wait(board)
    assert deciding.post(f"{AT}unfit-rules/{rule.pk}/activate/").status_code == 302
    assert page.get(f"{AT}unfit-rules/{rule.pk}/").status_code == 200
    opened = {"person": person.code, "type": "mediocre", "rule": rule.pk, "cause": "", "words": "停滞", "evidence": "两项停滞",
              "source": "通报"}  # fmt: skip
    assert page.post(f"{AT}cases/new/", opened).status_code == 302
    case = CareerCase.objects.get()
    for year in ("2024", "2025"):
        fact = {"words": "年度目标", "source": "目标考核", "year": year, "met": "98"}
        assert page.post(f"{AT}cases/{case.pk}/evidence/", fact).status_code == 302
    assert "与“平庸”矛盾" in page.get(f"{AT}cases/{case.pk}/").content.decode()
    for _n in range(2):
        assert page.post(f"{AT}cases/{case.pk}/step/", {"words": "已办", "day": "2026-11-16"}).status_code == 302
    found = {"finding": "目标虽完成，但两项重点工作长期停滞，认定不胜任。", "measure": "调离重要岗位"}
    assert page.post(f"{AT}cases/{case.pk}/unfit/", found).status_code == 302
    assert "决定调整案件" in wait(board)
    assert page.post(f"{AT}cases/{case.pk}/close/", {"measure": "调离重要岗位"}).status_code == 403
    assert deciding.post(f"{AT}cases/{case.pk}/close/", {"measure": "调离重要岗位"}).status_code == 302
    assert told(Event.objects.get(verb="find_unfit")) == {board.pk}


def test_a_unit_last_twice_and_a_head_held_on_the_pages(window, office, board, desk, unit, shown):
    boss = desk(unit, "H1", title="局长", grade="chief")
    page, deciding = window(office), window(board)
    for year in ("2024", "2025"):
        given = {"year": year, "source": f"通报{year}", "grades": f"{unit.code}|C"}
        assert deciding.post(f"{AT}unit-grades/new/", given).status_code == 302
    assert page.get(f"{AT}unit-grades/new/").status_code == 403
    case = CareerCase.objects.get()
    assert told(Event.objects.filter(verb="fix_unit_grades").latest("number")) == set()
    act = f"{AT}cases/{case.pk}/settle/"
    assert deciding.post(act, {"outcomes": "", "exemption": ""}).status_code == 422
    assert deciding.post(act, {"outcomes": f"{boss.code}|免职"}).status_code == 302
    assert "免职" in page.get(f"{AT}cases/{case.pk}/").content.decode()
    fix_unit_grades(by=None, year=2023, grades=[(unit, "A")], source="通报")
    assert "LZ-32" in page.get(f"{AT}direct/").content.decode()


def test_gaps_and_the_list_on_the_pages(window, office, board, clerk, person, graded):
    graded(person, {2023: "优秀", 2024: "优秀", 2025: "称职"})
    page, own = window(office), window(clerk)
    model = {"name": "服务标兵", "words": "事迹", "dimensions": "业务能力|90\n作风|90"}
    assert page.post(f"{AT}exemplars/new/", model).status_code == 302
    held = Exemplar.objects.get()
    compared = {"person": person.code, "scores": "业务能力|85\n作风|95"}
    assert own.post(f"{AT}exemplars/{held.pk}/compare/", compared).status_code == 302
    gap = GapItem.objects.get()
    written = {"shortfall": "不熟", "improvement": "培训"}
    assert own.post(f"{AT}gaps/{gap.pk}/write/", written).status_code == 302
    assert "培训" in own.get(f"{AT}exemplars/{held.pk}/").content.decode()
    given = {"title": "名单", "first": "2023", "last": "2025", "up_grades": "优秀", "up_years": "2", "down_grades": "较差",
             "down_years": "2", "level": ["staff"], "people": ""}  # fmt: skip
    assert page.post(f"{AT}lists/new/", given).status_code == 302
    made = MoveList.objects.get()
    assert "印发升让降名单" in wait(board)
    assert window(board).post(f"{AT}lists/{made.pk}/issue/").status_code == 302
    assert page.get(f"{AT}lists/{made.pk}/?outcome=up").status_code == 200
    line = made.lines.get(person=person)
    assert page.post(f"{AT}list-lines/{line.pk}/move/", {"moved": "down", "day": "2026-11-16"}).status_code == 422
    assert page.post(f"{AT}list-lines/{line.pk}/move/", {"moved": "up", "day": "2026-11-16"}).status_code == 302


def test_two_poor_years_stand_on_the_desk_until_reviewed(window, office, person, graded, unit, make_unit):
    graded(person, {2024: "较差", 2025: "较差"})
    assert "连续较差考察" in wait(office)
    assert window(office).post(f"{AT}cases/reviews/", {"year": "2025"}).status_code == 302
    assert wait(office) == ["连续较差考察"]
    held = plan_exchange(by=office, person=person, unit=make_unit("市港口局"), kind="functional", direction="key",
                         planned_on=dt.date(2027, 1, 1))  # fmt: skip
    assert window(office).post(f"{AT}exchanges/{held.pk}/cancel/", {"reason": "工作需要"}).status_code == 302
    propose_exit(by=office, person=person, route="standby", reason="待岗", on=dt.date(2026, 12, 1))
