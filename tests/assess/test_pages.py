"""The pages of scoring, by a browser without JavaScript."""

import io
import re
import zipfile

import pytest
from django.urls import reverse

from kaogong.assess import actions
from kaogong.assess.models import Result, Run
from kaogong.assess.queries.runs import folder_of
from kaogong.core.engine import package
from kaogong.core.engine.verify import verify

pytestmark = pytest.mark.usefixtures("files", "cycle")


@pytest.fixture
def browse(client):
    def go(account):
        client.force_login(account)
        return client

    return go


@pytest.fixture
def seen(browse):
    """The words of a page."""

    def look(account, name, *given, **asked):
        found = browse(account).get(reverse(name, args=given), asked)
        assert found.status_code == 200, found.status_code
        return found.content.decode()

    return look


def test_the_history_is_for_those_who_see_all(browse, seen, office, head):
    assert "还没有计分" in seen(office, "assess:runs")
    assert browse(head).get(reverse("assess:runs")).status_code == 403


def test_the_office_starts_a_run_and_sees_how_far_it_is(browse, office, town):
    made = browse(office).post(reverse("assess:runs"), {"edition": town.pk, "purpose": "trial"}, follow=True)
    assert "正在排队" in made.content.decode()
    run = Run.objects.get()
    Run.objects.filter(pk=run.pk).update(state="running", done=3, of=9, doing="计算部门年度考核")
    part = browse(office).get(reverse("assess:run", args=[run.pk]), headers={"HX-Request": "true"}).content.decode()
    assert "正在计算部门年度考核，已完成 3 步，共 9 步" in part
    assert "<html" not in part


def test_a_wrong_period_is_told_at_its_field(browse, office, town):
    typed = {"edition": town.pk, "purpose": "trial", "upto": "2025-Q1"}
    refused = browse(office).post(reverse("assess:runs"), typed)
    assert refused.status_code == 422
    assert "不是本周期内的时期" in refused.content.decode()


def test_the_run_page_names_what_it_sealed_and_verifies_it(browse, seen, office, scored):
    shown = seen(office, "assess:run", scored.pk)
    assert scored.fingerprint in shown
    assert "得出 3 个得分，其中 1 个暂缺" in shown
    check = reverse("assess:verify_run", args=[scored.pk])
    assert "核验通过" in browse(office).post(check, follow=True).content.decode()
    file = next(folder_of(scored).glob("results/*.parquet"))
    file.write_bytes(file.read_bytes()[:-1] + b"0")
    assert "核验不通过" in browse(office).post(check, follow=True).content.decode()


def test_a_unit_sees_its_own_score_only(browse, seen, head, scored):
    shown = seen(head, "assess:scores")
    assert "第一局" in shown
    assert "第二局" not in shown
    other = Result.objects.get(run=scored, name="第二局")
    assert browse(head).get(reverse("assess:score", args=[other.pk])).status_code == 403


def test_a_trial_is_not_for_units(browse, head, cycle, town):
    run = actions.perform_run(actions.ask_run(by=None, cycle=cycle, edition=town, queue=False))
    mine = Result.objects.get(run=run, name="第一局")
    assert browse(head).get(reverse("assess:score", args=[mine.pk])).status_code == 403


def test_the_list_filters_sorts_and_exports(browse, seen, office, scored):
    assert "第一局" not in seen(office, "assess:scores", lacking="1")
    down = seen(office, "assess:scores", sort="-total")
    assert down.index("第一局") < down.index("第二局") < down.index("第三局")
    assert browse(office).get(reverse("assess:scores"), {"export": "xlsx"}).content[:2] == b"PK"


def test_any_figure_opens_down_to_its_evidence(browse, seen, head, scored, bureau):
    mine = Result.objects.get(run=scored, unit=bureau)
    shown = seen(head, "assess:score", mine.pk)
    for words in (
        "第四条第（一）项",
        "288 ÷ 320",
        "第一局 提供",
        "示范市政府 批准",
        "2026-11-09",
        "roads验收单.txt",
        "第 1 名",
    ):
        assert words in shown, words
    sm3 = shown.split('title="')[1].split('"')[0]
    file = browse(head).get(reverse("assess:evidence", args=[mine.pk, sm3]))
    assert b"".join(file.streaming_content) == f"{bureau.code} roads 288".encode()
    assert browse(head).get(reverse("assess:evidence", args=[mine.pk, "0" * 64])).status_code == 404


def test_what_a_loss_cost_is_told_in_marks_and_places(seen, office, scored):
    second = Result.objects.get(run=scored, name="第二局")
    shown = seen(office, "assess:score", second.pk)
    assert "2 → 1" in shown
    assert "1 个变动" in shown


def test_what_is_missing_says_so_and_is_no_zero(seen, office, scored):
    third = Result.objects.get(run=scored, name="第三局")
    shown = seen(office, "assess:score", third.pk)
    assert "暂缺" in shown
    assert "未提供前不计零分，也不计满分" in shown


def test_the_annex_is_open_on_paper(seen, office, scored):
    one = Result.objects.get(run=scored, name="第一局")
    shown = seen(office, "assess:score", one.pk, print="1")
    paper = shown[shown.index("<main") :]
    assert "<details" in paper
    assert paper.count("<details") == paper.count(" open>")


def test_a_correction_is_put_beside_what_it_corrects(browse, seen, office, scored, cycle, bureau, promise):
    from kaogong.monitor.models import Report

    Report.objects.filter(unit=bureau, value=288).update(value=272)
    again = reverse("assess:rerun", args=[scored.pk])
    browse(office).post(again, {"reason": "里程核减 16 公里"})
    run = actions.perform_run(Run.objects.get(purpose="again"))
    assert (run.previous, run.state) == (scored, "done")
    shown = seen(office, "assess:compare", run.pk, scored.pk)
    assert "94 → <b>91" in shown.replace(".00", "")
    assert Result.objects.filter(run=scored).count() == 3


def test_the_package_is_verified_without_the_house(browse, seen, office, head, scored, bureau, tmp_path):
    pack = b"".join(browse(office).get(reverse("assess:run_package", args=[scored.pk])).streaming_content)
    with zipfile.ZipFile(io.BytesIO(pack)) as held:
        held.extractall(tmp_path / "out")
    assert verify(tmp_path / "out" / scored.fingerprint[:12]) == []
    mine = Result.objects.get(run=scored, unit=bureau)
    own = b"".join(browse(head).get(reverse("assess:score_package", args=[mine.pk])).streaming_content)
    with zipfile.ZipFile(io.BytesIO(own)) as held:
        assert {"derivation.html", "manifest.json"} <= set(held.namelist())
        assert "第二局" not in held.read("derivation.html").decode()
    (tmp_path / "own.zip").write_bytes(own)
    paper = seen(head, "assess:score", mine.pk, print="")
    printed = re.search(r"[0-9a-f]{64}", paper.partition("离线复算包校验值")[2])[0]
    found = package.verify(tmp_path / "own.zip", printed)
    assert (found.faults, found.fingerprint) == ([], scored.fingerprint)
    assert found.sentences > 0
    again = b"".join(browse(head).get(reverse("assess:score_package", args=[mine.pk])).streaming_content)
    assert again == own
    assert browse(head).get(reverse("assess:run_package", args=[scored.pk])).status_code == 403
