"""A public evaluation from the plan to the unit that reads what was said of it: office, survey centre, citizens, two bodies."""

import datetime as dt
import io
import re

from django.test import Client

from kaogong.audit.models import Event
from kaogong.listen.models import Answer, Group, Opinion, Project, Result, Slip, Ticket
from listen.conftest import (
    centre,
    colleague,
    liaison,
    make_account,
    make_person,
    make_unit,
    office,
    on,
    unit,
    window,
)

__all__ = [
    "centre", "colleague", "liaison", "make_account", "make_person", "make_unit", "office", "on", "unit", "window",
]  # fmt: skip
PEOPLE = 12
SAID = ["very"] * 6 + ["good"] * 4 + ["bad"]
"""What eleven of them say; the twelfth says nothing."""


def arranged(desk, surveyor, runner, unit, centre):
    """The office plans it, the survey centre loads the frame and draws; it is open at the end."""

    def press(path, status=302, by=desk, **typed):
        sent = by.post(path, typed)
        assert sent.status_code == status, (path, sent.content.decode()[-2000:])
        return sent

    press("/listen/new/", name="2026年公众评议", year=2026, publicise="2026-08-01", evaluate="2026-08-16", tally="2026-09-07",
          report="2026-09-21", until="2026-10-31")  # fmt: skip
    project = Project.objects.get()
    here = f"/listen/{project.pk}"
    told = desk.get(f"{here}/do/settings/").context["form"].initial
    given = {key: value for key, value in told.items() if value not in (None, False)}
    lines = {key: "\n".join(value) for key, value in given.items() if isinstance(value, list)}
    press(
        f"{here}/do/settings/",
        **given
        | lines
        | {"approvers": "领导小组\n党委和政府", "minimum_group": 5, "conversion": "satisfaction｜index"},
    )
    press(f"{here}/do/subjects/", rows=f"{unit.code}｜｜｜管公路、公交和货运。")
    press(f"{here}/do/operators/", account=runner.username, unit=centre.code, role="民调中心")
    press(f"{here}/do/sheets/", title="问卷")
    sheet = f"{here}/sheets/1/"
    press(sheet, verb="set", code="q1", kind="satisfaction", words="您对这个单位满意吗？", each="on", unknown="on",
          options="very｜非常满意｜100\ngood｜满意｜80\nbad｜不满意｜0")  # fmt: skip
    press(sheet, verb="set", code="t", kind="text", words="想说具体的事", each="on")
    press(sheet, verb="issue")
    press(f"{here}/do/groups/", code="g", name="居民", strata=f"城区｜{PEOPLE}", quota=str(PEOPLE))
    group = Group.objects.get()
    rows = "".join(f"城区,居民{n},1380000{n:04d}\n" for n in range(PEOPLE))
    file = io.BytesIO(f"抽样层,姓名,联系方式\n{rows}".encode())
    file.name = "frame.csv"
    press(f"{here}/do/frame/", by=surveyor, group=group.pk, file=file)
    press(f"{here}/do/draw/", stratum=group.strata.get().pk, seed="071834")
    for verb in ("begin", "open_evaluation"):
        press(f"{here}/", verb=verb)
    return project, here, press


def answered(code, key, words=""):
    """A citizen answers on a phone: the code is typed, the one view answered, the ballot sent."""
    phone = Client()
    page = phone.post("/listen/b/", {"code": code})
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode()))
    choice = re.search(r'type="radio" name="([^"]+)"', page.content.decode())[1]
    place = re.search(r'<textarea id="([^"]+)"', page.content.decode())[1]
    done = phone.post("/listen/b/", fields | {choice: key, place: words, "go": "send"})
    assert "答卷已收到" in done.content.decode()
    assert not phone.cookies


def test_an_evaluation_from_the_plan_to_the_unit(
    window, office, colleague, unit, liaison, centre, make_account, make_unit, on
):
    runner = make_account()
    desk, second, surveyor = window(office), window(colleague), window(runner)
    _project, here, press = arranged(desk, surveyor, runner, unit, centre)
    stratum = Group.objects.get().strata.get()
    sent = press(f"{here}/batches/", 200, stratum=stratum.pk, way="sms").content.decode("utf-8-sig")
    codes = [re.search(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){3}", line)[0] for line in sent.splitlines()[1:]]
    assert len(set(codes)) == PEOPLE
    for code, key in zip(codes, SAID, strict=False):
        answered(code, key, "候车亭坏了两个月。" if key == "bad" else "")
    again = Client().post("/listen/b/", {"code": codes[0]})
    assert "一码只计第一次" in again.content.decode()
    assert (Slip.objects.count(), Ticket.objects.filter(state="open").count()) == (len(SAID), 1)
    on(dt.date(2026, 9, 7))
    press(f"{here}/", verb="end_evaluation")
    assert (Slip.objects.count(), Answer.objects.count()) == (0, len(SAID))
    press(f"{here}/result/", verb="compute")
    assert window(liaison).get(f"{here}/result/").status_code == 403
    press(f"{here}/result/", by=second, verb="approve", body="领导小组", document="纪要1号")
    press(f"{here}/result/", by=second, verb="approve", body="党委和政府", document="纪要2号")
    press(f"{here}/result/", verb="release")
    assert Result.objects.get().state == "released"
    points = sum({"very": 100, "good": 80, "bad": 0}[key] for key in SAID)
    shown = window(liaison).get(f"{here}/result/").content.decode()
    assert f"{points / len(SAID):.2f}"[:4] in shown
    opinion = Opinion.objects.get()
    assert opinion.words == "候车亭坏了两个月。"
    page = f"/listen/opinions/{opinion.pk}/"
    assert window(liaison).get(page).status_code == 403
    press(page, verb="route", unit=unit.code)
    press(page, by=window(liaison), verb="reply", reply="已列入九月维修计划。")
    press(page, by=window(liaison), verb="rectify", words="九月五日已修好。")
    opinion.refresh_from_db()
    assert (opinion.state, opinion.unit) == ("rectified", unit)
    verbs = set(Event.objects.filter(room="listen").values_list("verb", flat=True))
    assert verbs >= {
        "plan_project",
        "issue_batch",
        "end_evaluation",
        "approve_result",
        "release_result",
        "rectify_opinion",
    }
    assert not Event.objects.filter(room="listen", verb="cast").exists()
