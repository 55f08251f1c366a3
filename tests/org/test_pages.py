"""Every page of the room opens for those it is for, and for nobody else."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kaogong.audit.models import Event
from kaogong.audit.queries import place
from kaogong.audit.reports.workbook import workbook
from kaogong.org.actions import (
    Place,
    assign_portfolio,
    form_body,
    give_act,
    name_duty,
    open_docket,
    put_up,
    register_supervisor,
    revise_unit,
    send_circular,
    set_holiday,
)
from kaogong.org.models import Person, Post, Recipient, Seat
from kaogong.org.queries import COLUMNS, setting

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 2)


@pytest.fixture
def city(unit, person, make_person, make_unit):
    """A little of everything."""
    below = make_unit("下属中心", parent=unit, level="inside")
    revise_unit(by=None, unit=unit, since=DAY, reason="改革", name="市甲乙局")
    assign_portfolio(by=None, leader=person, unit=below, kind="manages", since=DAY)
    body = form_body(
        by=None,
        name="委员会",
        kind="committee",
        founded=DAY,
        seats=[Place("chair", "主任", person), Place("member", "审计")],
    )
    name_duty(by=None, body=body, name="统筹", lead=None)
    register_supervisor(by=None, person=make_person(), pool="A", source="市民代表", since=DAY, employer=unit)
    set_holiday(by=None, day=dt.date(2026, 10, 1), working=False, name="国庆节")
    return {"unit": unit, "person": person, "body": body}


OPEN = [
    "units",
    "tree",
    "people",
    "posts",
    "portfolios",
    "bodies",
    "supervisors",
    "calendar",
    "settings",
    "circulars",
    "dockets",
]
KEPT = ["found", "register", "gaps", "intake", "template"]
SYSTEM = ["accounts", "open_account"]
SECURITY = ["grants", "grant", "hand_over"]


def status(client, account, name: str, *given: object) -> int:
    client.force_login(account)
    return client.get(reverse(name if ":" in name else f"org:{name}", args=given)).status_code


@pytest.mark.parametrize("name", OPEN + KEPT + SYSTEM + SECURITY)
def test_who_opens_what(client, city, keeper, stranger, system, security, auditor, name: str) -> None:
    may = {
        "keeper": name in OPEN + KEPT,
        "stranger": name in OPEN,
        "system": name in SYSTEM,
        "security": name in SECURITY,
        "auditor": False,
    }
    people = {"keeper": keeper, "stranger": stranger, "system": system, "security": security, "auditor": auditor}
    assert {who: status(client, one, name) for who, one in people.items()} == {
        who: 200 if good else 403 for who, good in may.items()
    }


@pytest.mark.parametrize("name", ["audit:events", "audit:verify"])
def test_the_log_is_the_auditors(client, city, keeper, system, security, auditor, make_account, name: str) -> None:
    discipline = make_account("discipline")
    found = [status(client, one, name) for one in (auditor, discipline, keeper, system, security)]
    assert found == [200, 200, 403, 403, 403]


def test_a_stranger_is_asked_to_sign_in(client) -> None:
    answer = client.get(reverse("org:units"))
    assert (answer.status_code, answer.url) == (302, f"/sign-in/?next={reverse('org:units')}")


def test_things_have_pages_of_their_own(client, city, keeper, auditor) -> None:
    code, who = city["unit"].code, city["person"].code
    for name, one in (("unit", code), ("revise", code), ("close", code), ("person", who), ("appoint", who)):
        assert status(client, keeper, name, one) == 200
    post, place = Post.objects.get(person=city["person"]), Seat.objects.first()
    for name, one in (("end_post", post.pk), ("body", city["body"].pk), ("seat", place.pk)):
        assert status(client, keeper, name, one) == 200
    assert status(client, keeper, "setting", "transactions.days") == 200
    assert status(client, keeper, "setting", "no.such") == 404
    assert status(client, auditor, "audit:event", 1) == 200


def test_units_are_shown_as_of_a_day(client, city, keeper) -> None:
    client.force_login(keeper)
    page = client.get(reverse("org:units"), {"day": "2026-03-01"}).content.decode()
    assert "市甲局" in page
    assert "市甲乙局" not in page
    assert "市甲乙局" in client.get(reverse("org:units"), {"day": "2026-03-02"}).content.decode()


def test_people_of_other_units_are_not_seen(client, city, make_unit, make_person, make_account) -> None:
    other = make_person("外人", make_unit("别的局"))
    client.force_login(make_account(person=city["person"]))
    page = client.get(reverse("org:people")).content.decode()
    assert "张三" in page
    assert "外人" not in page
    assert client.get(reverse("org:person", args=[other.code])).status_code == 403


def test_a_list_is_fifty_a_page_sorted_and_kept_as_a_file(client, keeper, unit, make_person) -> None:
    for number in range(60):
        make_person(f"=人{number:02d}", unit)
    client.force_login(keeper)
    page = client.get(reverse("org:people"), {"sort": "-code"}).content.decode()
    assert "1–50，共 60" in page
    assert page.index("P0060") < page.index("P0011")
    assert "P0010" not in page
    kept = client.get(reverse("org:people"), {"export": "csv"}).content.decode("utf-8-sig")
    assert len(kept.splitlines()) == 61
    assert "'=人00" in kept
    assert client.get(reverse("org:people"), {"export": "xlsx"}).content.startswith(b"PK")


def test_ten_thousand_people_are_few_queries(client, keeper, unit, make_person, django_assert_max_num_queries) -> None:
    for _ in range(55):
        make_person(unit=unit)
    client.force_login(keeper)
    with django_assert_max_num_queries(14):
        client.get(reverse("org:people"), {"q": "r"})


def test_what_was_typed_stays_and_the_fault_stands_at_its_field(client, keeper, unit) -> None:
    client.force_login(keeper)
    typed = {"code": unit.code, "name": "新局", "level": "city", "track": "government", "since": "2026-01-01"}
    answer = client.post(reverse("org:found"), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="新局"' in page
    assert 'aria-describedby="id_code_error"' in page
    assert client.post(reverse("org:found"), typed | {"code": "N1"}).status_code == 302
    assert Event.objects.latest("number").verb == "found_unit"


def test_a_seat_is_filled_and_a_day_is_set_by_form(client, city, keeper, make_person) -> None:
    client.force_login(keeper)
    place = Seat.objects.get(of="审计")
    sent = {"person": make_person().code, "unit": "", "since": "2026-04-01"}
    assert client.post(reverse("org:seat", args=[place.pk]), sent).status_code == 302
    sent = {"day": "2026-10-10", "working": "yes", "name": "国庆调休"}
    assert client.post(reverse("org:calendar"), sent).status_code == 302
    assert client.post(reverse("org:clear_day", args=[dt.date(2026, 10, 10)])).status_code == 302
    sent = {"value": "60", "reason": "纪要"}
    assert client.post(reverse("org:setting", args=["transactions.days"]), sent).status_code == 302
    assert (
        client.post(reverse("org:setting", args=["transactions.days"]), {"value": "六十", "reason": "纪要"}).status_code
        == 422
    )


def test_a_table_of_days_is_set_by_the_names_of_its_tiers(client, keeper) -> None:
    client.force_login(keeper)
    url = reverse("org:setting", args=["escalation.days"])
    assert "分管领导=3" in client.get(url).content.decode()
    sent = {"value": "经办人=1\n中层领导=2\n分管领导＝4\n主要领导=8", "reason": "纪要"}
    assert client.post(url, sent).status_code == 302
    assert setting("escalation.days") == {"handler": 1, "middle": 2, "leader": 4, "chief": 8}


def test_a_workbook_is_shown_first_and_then_taken_in(client, keeper, unit, tmp_path, settings) -> None:
    settings.COMING = tmp_path / "coming"
    client.force_login(keeper)
    heads = [one.head for one in COLUMNS["人员"]]
    rows = [
        ["R1", "王五", unit.code, "科员", "工作人员", "2021-01-01"],
        ["R2", "赵六", "", "科员", "工作人员", "2021-01-01"],
    ]

    def sent(*several):
        content = workbook([("人员", heads, several)])
        return client.post(reverse("org:intake"), {"file": SimpleUploadedFile("名册.xlsx", content)})

    page = sent(*rows).content.decode()
    assert "1 处错误" in page
    assert "C3" in page
    page = sent(rows[0]).content.decode()
    assert "0 个单位、1 人" in page
    assert not Person.objects.exists()
    assert client.post(reverse("org:take_in"), {"name": "名册.xlsx"}).status_code == 302
    assert Person.objects.get().code == "R1"
    assert not list(settings.COMING.iterdir())
    assert client.post(reverse("org:take_in")).url == reverse("org:intake")


def test_the_administrators_do_their_part_by_form(client, system, security, person, unit) -> None:
    client.force_login(system)
    typed = {"username": "zhangsan", "person": person.code, "role": "ordinary", "password": "long enough 1"}
    assert client.post(reverse("org:open_account"), typed).status_code == 302
    client.force_login(security)
    typed = {"to": "zhangsan", "power": "liaison", "unit": unit.code, "since": "2026-01-01", "request": "文件"}
    assert client.post(reverse("org:grant"), typed).status_code == 302
    assert client.post(reverse("org:grant"), typed).status_code == 422


def test_keeping_an_extract_of_the_log_is_an_act(client, city, auditor) -> None:
    client.force_login(auditor)
    kept = client.get(reverse("audit:events"), {"words": "org.body:委员会", "export": "csv"}).content.decode(
        "utf-8-sig"
    )
    assert len(kept.splitlines()) == 3
    event = Event.objects.latest("number")
    assert (event.verb, event.new["rows"]) == ("extract_log", 2)


def test_a_motion_is_approved_and_a_circular_signed_for(client, unit, person, make_account) -> None:
    give_act(by=None, act="grade.fix", since=DAY, part="approves", unit=unit)
    motion = put_up(by=None, act="grade.fix", subject="decide.grade:1", title="等次", content={"grade": "A"})
    send_circular(by=None, kind="reminder", title="请报送", day=DAY, people=[person])
    client.force_login(make_account(person=person))
    assert "审定" in client.get(reverse("org:motion", args=[motion.pk])).content.decode()
    assert client.post(reverse("org:motion", args=[motion.pk])).status_code == 302
    motion.refresh_from_db()
    assert motion.state == "approved"
    client.post(reverse("org:circulars"), {"received": Recipient.objects.get().pk})
    assert Recipient.objects.get().read_at


def test_a_case_file_is_opened_filled_and_closed_and_each_time_recorded(
    client, unit, person, make_account, make_person, tmp_path, settings
) -> None:
    settings.EVIDENCE = tmp_path
    give_act(by=None, act="docket.discipline", since=dt.date(2024, 1, 1), unit=unit)
    officer, outsider = make_account(person=person), make_account(person=make_person(unit=unit))
    docket = open_docket(by=officer, kind="discipline", title="某案", day=DAY, confidential=True)
    page, added = reverse("org:docket", args=[docket.pk]), reverse("org:docket_add", args=[docket.pk])
    client.force_login(outsider)
    assert client.get(page).status_code == 403
    assert (Event.objects.latest("number").verb, Event.objects.latest("number").outcome) == ("read_docket", "denied")
    assert client.get(added).status_code == 403
    client.force_login(officer)
    assert "某案" in client.get(reverse("org:dockets")).content.decode()
    assert client.post(added, {"file": SimpleUploadedFile("a.exe", b"MZ\x90")}).status_code == 422
    assert client.post(added, {"file": SimpleUploadedFile("a.txt", b"abc")}).status_code == 302
    sm3 = docket.evidence.get().sm3
    assert sm3[:12] in client.get(page).content.decode()
    file = reverse("org:docket_file", args=[docket.pk, sm3])
    assert b"".join(client.get(file).streaming_content) == b"abc"
    place(sm3).chmod(0o640)
    place(sm3).write_bytes(b"abd")
    answer = client.get(file)
    assert (answer.status_code, "与存证时不符" in answer.content.decode()) == (409, True)
    client.post(reverse("org:docket_close", args=[docket.pk]), {"conclusion": "查清"})
    docket.refresh_from_db()
    assert docket.state == "closed"
    client.force_login(outsider)
    assert client.get(file).status_code == 403
