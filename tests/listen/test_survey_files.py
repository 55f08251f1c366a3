"""What an evaluation is told by files and forms: wrong rows are told with their place, nothing is written before."""

import datetime as dt
import io

import pytest

from kaogong.listen import actions
from kaogong.listen.models import Batch, Listed, Operator, Project, Stratum

PLAN = {
    "name": "评议", "year": 2026, "publicise": "2026-08-01", "evaluate": "2026-08-16", "tally": "2026-09-07",
    "report": "2026-09-21", "until": "2026-10-31",
}  # fmt: skip
FRAME = "抽样层,姓名,联系方式\n城,居民一,13800000001\n城,居民二,\n"


def csv(words, code="utf-8"):
    """A file as a workbook writes it."""
    held = io.BytesIO(words.encode(code))
    held.name = "表.csv"
    return held


@pytest.fixture
def framed(make_project, with_sheet, office, make_account, centre):
    """A project with a group, and who runs it."""

    def make():
        project = make_project()
        with_sheet(project)
        actions.add_group(by=office, project=project, code="g1", name="居民", strata={"城": 2}, quota=2)
        runs = make_account()
        actions.name_operator(by=office, project=project, account=runs, unit=centre, role="民调中心")
        return project, runs

    return make


@pytest.mark.parametrize("code", ["utf-8-sig", "gb18030"])
def test_a_frame_is_read_however_a_workbook_wrote_it(framed, window, code):
    project, runs = framed()
    sent = {"group": project.groups.get().pk, "file": csv(FRAME, code)}
    assert window(runs).post(f"/listen/{project.pk}/do/frame/", sent).status_code == 302
    assert list(Listed.objects.values_list("name", flat=True)) == ["居民一", "居民二"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("抽样层,姓名\n城,甲\n,乙\n", "第 3 行缺抽样层"),
        ("城,,\n", "第 1 行缺抽样层，或姓名和联系方式都没有"),
        ("抽样层,姓名\n", "抽样框是空的"),
    ],
)
def test_a_frame_with_a_wrong_row_is_refused_with_its_line(framed, window, text, told):
    project, runs = framed()
    answer = window(runs).post(f"/listen/{project.pk}/do/frame/", {"group": project.groups.get().pk, "file": csv(text)})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Listed.objects.exists()


def test_the_frame_is_offered_to_whom_may_take_it_in(framed, window, office):
    project, runs = framed()
    link = f"/listen/{project.pk}/do/frame/"
    assert link in window(runs).get(f"/listen/{project.pk}/").content.decode()
    assert link not in window(office).get(f"/listen/{project.pk}/").content.decode()
    assert window(office).get(link).status_code == 403


def test_codes_by_sms_say_who_cannot_be_reached(framed, window, office):
    project, runs = framed()
    group = project.groups.get()
    window(runs).post(f"/listen/{project.pk}/do/frame/", {"group": group.pk, "file": csv(FRAME)})
    town = Stratum.objects.get(group=group)
    actions.draw_sample(by=office, stratum=town, seed="071834")
    actions.begin(by=office, project=project)
    actions.open_evaluation(by=office, project=project)
    desk, here = window(office), f"/listen/{project.pk}/batches/"
    for number, told in (("", "2 人中，1 人在抽样框里没有联系方式"), ("9", "抽中而未发的有 2 人，不够 9 份")):
        answer = desk.post(here, {"stratum": town.pk, "way": "sms", "number": number})
        assert answer.status_code == 422
        assert told in answer.content.decode()
    assert desk.post(here, {"stratum": town.pk, "way": "letter"}).status_code == 200
    again = desk.post(here, {"stratum": town.pk, "way": "qr"})
    assert "没有抽中而未发的人。请写发放份数。" in again.content.decode()
    assert Batch.objects.count() == 1


def test_paper_forms_are_counted_and_give_no_file(opened, window, office):
    project = opened()
    sent = {"stratum": Stratum.objects.get(group__project=project).pk, "way": "paper", "number": "3"}
    told = window(office).post(f"/listen/{project.pk}/batches/", sent, follow=True)
    assert "已登记发放 3 份纸质测评表" in told.content.decode()
    assert Batch.objects.get().number == 3


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "文件是空的"),
        ("编码,层,日期,{unit}.q1\n", "文件里没有答卷"),
        ("编码,层,日期,{unit}.q1\ng1,城区,九月一日,good\n", "第 2 行“日期”写作“九月一日”"),
        ("编码,层,日期,u999.q1\ng1,城区,2026-08-20,good\n", "被评名单里没有编码为“u999”的单位"),
        ("编码,层,日期,{unit}.q9\ng1,城区,2026-08-20,good\n", "问卷里没有题号“q9”"),
        ("编码,层,日期,{unit}.q1\ng1\n", "第 2 行“日期”写作“”"),
        (
            "编码,层,日期,{unit}.q1\ng1,城区,2026-08-20,good\ng1,城区,2026-08-20,fantastic\n",
            "第 2 份：第 q1 题没有“fantastic”这个选项。可写：bad、",
        ),
        ('编码,层,日期,{unit}.q1\ng1,"城\rx区,2026-08-20,good\n', "请"),
    ],
)
def test_answers_with_a_wrong_row_are_refused_with_its_place(opened, window, office, unit, text, told):
    project = opened()
    sent = {"channel": "phone", "file": csv(text.replace("{unit}", unit.code))}
    answer = window(office).post(f"/listen/{project.pk}/do/answers/", sent)
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_answers_in_order_are_taken_in(opened, window, office, unit):
    project = opened()
    text = f"编码,层,日期,{unit.code}.q1\ng1,城区,2026/08/20,good\n\ng1,城区,2026-08-20,bad\n"
    sent = {"channel": "phone", "file": csv(text, "gb18030")}
    assert window(office).post(f"/listen/{project.pk}/do/answers/", sent).status_code == 302


def test_stages_that_do_not_follow_each_other_are_told_by_their_own_names(window, office):
    desk = window(office)
    answer = desk.post("/listen/new/", PLAN | {"evaluate": "2026-08-01"})
    assert answer.status_code == 422
    assert "须晚于“宣传动员开始”2026-08-01。" in answer.context["form"].errors["evaluate"]
    answer = desk.post("/listen/new/", PLAN | {"until": "2026-09-20"})
    assert "不能早于“结果运用开始”2026-09-21。" in answer.context["form"].errors["until"]


def test_a_period_is_one_that_is_scored(window, office):
    desk = window(office)
    answer = desk.post("/listen/new/", PLAN | {"period": "下半年"})
    assert answer.status_code == 422
    assert "“下半年”不是计分时期" in answer.content.decode()
    assert desk.post("/listen/new/", PLAN | {"period": "2026年上半年"}).status_code == 302
    assert Project.objects.get().period == "2026-H1"


def test_a_stage_whose_day_has_not_come_is_told_before_the_button(framed, window, office, on):
    on(dt.date(2026, 7, 1))
    project, _runs = framed()
    assert "“宣传动员”从 2026-07-21 开始，还没有到。" in window(office).get(f"/listen/{project.pk}/").content.decode()


def test_somebody_of_an_evaluated_unit_is_told_its_name(framed, window, office, liaison, centre):
    project, _runs = framed()
    given = {"account": liaison.username, "unit": centre.code, "role": "民调中心"}
    answer = window(office).post(f"/listen/{project.pk}/do/operators/", given)
    assert "市交通运输局是被评单位" in answer.content.decode()


def test_answers_are_said_to_be_in_the_box_while_it_is_open(opened, window, office, make_account, centre):
    project = opened()
    runs = make_account()
    Operator.objects.create(project=project, account=runs, unit=centre, role="民调中心")
    assert "结束评议后打乱重排" in window(runs).get(f"/listen/{project.pk}/answers/").content.decode()


def test_a_supervisor_who_has_signed_is_not_asked_again(opened, window, office, supervisor, stratum, make_unit):
    project = opened(issuer=make_unit("工委"))
    actions.issue_batch(by=office, stratum=stratum(project), way="paper", number=5)
    actions.open_steps(by=office, project=project)
    signs, here = window(supervisor()), f"/listen/{project.pk}/steps/"
    offered = signs.get(here).content.decode().count('value="witness"')
    signs.post(here, {"verb": "witness", "step": project.steps.first().pk})
    assert signs.get(here).content.decode().count('value="witness"') == offered - 1
    assert f"/listen/{project.pk}/result/" in window(office).get(here).content.decode()
