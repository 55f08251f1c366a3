"""The pages of the room, by a browser without JavaScript."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kaogong.audit.queries import place
from kaogong.monitor import actions
from kaogong.monitor.models import Feed, Report

pytestmark = pytest.mark.usefixtures("files")


@pytest.fixture
def browse(client):
    def go(account):
        client.force_login(account)
        return client

    return go


def entry(target):
    return reverse("monitor:entry", args=[target.pk, "2026-10"])


def test_the_list_shows_lights_and_exports(browse, liaison, stranger, road, put):
    put(road, "240")
    seen = browse(liaison).get(reverse("monitor:reports"), {"light": "red", "sort": "-share"})
    assert seen.status_code == 200
    assert "农村公路提质改造里程" in seen.content.decode()
    assert "240 ÷ 267 = 89.9%，低于 95%" in seen.content.decode()
    assert "没有符合条件的目标" in browse(liaison).get(reverse("monitor:reports"), {"light": "green"}).content.decode()
    assert browse(liaison).get(reverse("monitor:reports"), {"export": "xlsx"}).content[:2] == b"PK"
    assert "农村公路" not in browse(stranger).get(reverse("monitor:reports")).content.decode()


def test_the_light_appears_as_it_is_typed_and_nothing_is_kept(browse, liaison, road):
    (part,) = actions.set_parts(by=None, indicator=road.indicator, names=["已交工验收"])
    address = reverse("monitor:light", args=[road.pk, "2026-10"])
    typed = {"value": "263.4", f"part_{part.pk}": "268.0", "standing": "ongoing"}
    shown = browse(liaison).post(address, typed, headers={"HX-Request": "true"}).content.decode()
    assert "黄灯" in shown
    assert "“已交工验收”268.0 大于“累计”263.4。" in shown
    assert Report.objects.count() == 0


def test_a_contradiction_is_explained_and_what_was_typed_stays(browse, liaison, road):
    (part,) = actions.set_parts(by=None, indicator=road.indicator, names=["已交工验收"])
    typed = {"value": "263.4", f"part_{part.pk}": "268.0", "standing": "ongoing", "words": "加开作业面", "submit": "1"}
    shown = browse(liaison).post(entry(road), typed)
    assert shown.status_code == 422
    words = shown.content.decode()
    assert "大于“累计”263.4" in words
    assert "加开作业面" in words
    assert Report.objects.get().state == "draft"
    file = SimpleUploadedFile("验收单.txt", "验收单".encode())
    sent = browse(liaison).post(entry(road), typed | {f"part_{part.pk}": "236.8", "evidence": file}, follow=True)
    assert "待负责人签批" in sent.content.decode()
    assert Report.objects.get().attachments.get().name == "验收单.txt"


def test_signed_and_verified_and_returned(browse, liaison, head, office, road, make_report):
    report = actions.submit_report(by=liaison, report=make_report(road))
    page = reverse("monitor:report", args=[report.pk])
    assert "签批这份进展" in browse(head).get(page).content.decode()
    assert browse(liaison).post(reverse("monitor:sign_report", args=[report.pk])).status_code == 403
    browse(head).post(reverse("monitor:sign_report", args=[report.pk]))
    back = browse(office).post(reverse("monitor:return_report", args=[report.pk]), {"reason": ""})
    assert back.status_code == 422
    browse(office).post(reverse("monitor:verify_report", args=[report.pk]))
    assert Report.objects.get().state == "verified"


def test_red_is_explained(browse, liaison, office, road, make_report):
    report = actions.submit_report(by=liaison, report=make_report(road, "200"))
    assert "还没有说明" in browse(office).get(reverse("monitor:red")).content.decode()
    browse(office).post(reverse("monitor:urge", args=[road.pk, "2026-10"]))
    said = {"reason": "停工", "remedy": "加开作业面", "by_day": "2026-11-30"}
    browse(liaison).post(reverse("monitor:explain", args=[report.pk]), said)
    assert "加开作业面" in browse(office).get(reverse("monitor:red")).content.decode()
    assert browse(office).get(reverse("monitor:liveness")).status_code == 200


def test_a_feed_is_shown_before_it_is_taken(browse, supplier, authority, statistics, make_target, book):
    output = make_target("100", name="规模以上产值", authority=statistics)

    def upload(value):
        made = book(("规模以上产值", output.unit.code, "2026", value))
        return SimpleUploadedFile("数据.xlsx", place(made.sm3).read_bytes())

    page = reverse("monitor:supply")
    bad = browse(supplier).post(page, {"authority": statistics.pk, "file": upload("约30")}).content.decode()
    assert "写作“约30”。这里只收数字" in bad
    shown = browse(supplier).post(page, {"authority": statistics.pk, "file": upload("98.5")})
    assert "导入这 1 个数" in shown.content.decode()
    assert Feed.objects.count() == 0
    given = {"sm3": shown.context["sealed"].sm3, "authority": statistics.pk, "name": "数据.xlsx"}
    browse(supplier).post(reverse("monitor:take_feed"), given)
    feed = Feed.objects.get()
    browse(authority).post(reverse("monitor:feed", args=[feed.pk]), {"verb": "approve"})
    feed.refresh_from_db()
    assert feed.state == "approved"
    assert browse(authority).get(reverse("monitor:feeds")).status_code == 200


def test_a_routine_is_filed(browse, office, liaison, stranger, bureau, cycle):
    routine = actions.set_routine(
        by=office, cycle=cycle, name="月度检查", every="month", assignees=[{"unit": bureau}], parts=["检查", "整改"]
    )
    page = reverse("monitor:file", args=[routine.assignees.get().pk, "2026-10"])
    assert browse(stranger).get(page).status_code == 403
    said = browse(liaison).post(page, {"part": "检查", "on": "2026-10-20", "words": "已查"}, follow=True)
    assert "第 1 版" in said.content.decode()


def test_the_desk_leads_who_reports_to_what_is_to_be_reported(client, liaison, office, road):
    where = f'href="{reverse("monitor:reports")}?light=none"'
    client.force_login(liaison)
    assert where in client.get("/").content.decode()
    assert client.get(reverse("monitor:reports"), {"light": "none"}).status_code == 200
    client.force_login(office)
    assert where not in client.get("/").content.decode()
