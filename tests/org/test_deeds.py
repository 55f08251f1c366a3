"""What can be done can be done in the browser: every act by its form, by whoever may, once, with one event."""

import datetime as dt

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from kaogong.audit.models import Event
from kaogong.org import actions, models
from kaogong.org.forms.deeds import ask
from kaogong.org.forms.fields import DayField, RowsField
from kaogong.org.views.deeds import bodies, matters, oversight, people

pytestmark = pytest.mark.django_db
DAY, NEXT = dt.date(2026, 3, 2), dt.date(2026, 4, 1)


@pytest.fixture
def made(unit, person, post, body, make_unit, make_person, make_account, keeper, stranger, security, system):
    """One of everything, and those who may."""
    other, second = make_unit("市乙局"), make_person("李四")
    member = make_account("committee", "office", person=make_person("王五", unit))
    leader = make_account("leader", person=second)
    actions.assign_portfolio(by=None, leader=second, unit=other, kind="manages", since=DAY)
    actions.give_act(by=None, act="docket.breach", since=DAY, power="office")
    actions.give_act(by=None, act="grade.fix", since=DAY, power="office")
    actions.set_route(by=None, matter="税收", unit=other)
    year = actions.draft_programme(by=None, year=2026, title="年度考评", lead=unit, partners=["组织部门"])
    duty = actions.name_duty(by=None, body=body, name="统筹", lead=unit, owner=person)
    meeting = actions.plan_meetings(by=None, body=body, year=2026)[0]
    held = actions.plan_meetings(by=None, body=body, year=2025)[0]
    (task,), _warned = actions.hold_meeting(
        by=None, meeting=held, day=DAY, decisions=[actions.Decision("报数", unit, person)]
    )
    watch = actions.open_watch(by=None, mode="hear", title="听取意见", unit=unit, subjects=[], day=DAY)
    finding = actions.record_finding(by=None, words="漏报", day=DAY, matter="税收", person=person, offence="minor")
    actions.record_finding(by=None, words="已看", day=DAY, watch=watch)
    sanction = actions.record_sanction(by=None, person=person, measure="记过", decided=DAY, months=6)
    running = actions.record_sanction(by=None, person=second, measure="警告", decided=DAY, months=6)
    models.Sanction.objects.filter(pk=running.pk).update(since=DAY)
    supervisor = actions.register_supervisor(by=None, person=second, pool="B", source="单位推荐人员", since=DAY)
    motion = actions.put_up(by=None, act="grade.fix", subject="一", title="定等次", content={"甲": "优"})
    docket = actions.open_docket(by=member, kind="breach", title="违规", day=DAY)
    return {
        "unit": unit,
        "other": other,
        "person": person,
        "second": second,
        "post": post,
        "body": body,
        "duty": duty,
        "meeting": meeting,
        "task": task,
        "year": year,
        "watch": watch,
        "finding": finding,
        "sanction": sanction,
        "running": running,
        "supervisor": supervisor,
        "motion": motion,
        "docket": docket,
        "checklist": actions.draw_up_checklist(by=None, name="七有", items=["有牌子", "有人员"]),
        "portfolio": models.Portfolio.objects.get(),
        "competence": models.Competence.objects.get(act="docket.breach"),
        "request": actions.ask_posts(by=None, unit=other, year=2026, posts=2, grade="A", day=DAY),
        "account": make_account(person=make_person("赵六")),
        "member": member,
        "leader": leader,
        "keeper": keeper,
        "system": system,
        "stranger": stranger,
    }


# verb: who, on what, what is filled in
CASES = {
    "form_body": (
        "keeper",
        None,
        {"name": "新组", "kind": "team", "founded": DAY, "chair": "市长\n副市长", "officers": 0},
    ),
    "add_seat": ("keeper", "body", {"role": "member", "of": "财政局长"}),
    "name_duty": ("keeper", "body", {"name": "督促", "lead": "{unit}"}),
    "issue_duties": ("keeper", "body", {"day": DAY}),
    "plan_meetings": ("keeper", "body", {"year": 2027}),
    "entrust_unit": ("keeper", "body", {"unit": "市乙局", "since": DAY}),
    "dissolve_body": ("keeper", "body", {"day": DAY, "reason": "机构改革"}),
    "set_duty_lead": ("keeper", "duty", {"lead": "{other}"}),
    "set_duty_owner": ("keeper", "duty", {"owner": "{second}"}),
    "fail_duty": ("keeper", "duty", {"day": DAY, "reason": "没有开展"}),
    "hold_meeting": ("keeper", "meeting", {"day": DAY, "decisions": "报送数据|{unit}|{person}||2026-05-01"}),
    "finish_task": ("keeper", "task", {"day": DAY}),
    "draft_programme": ("keeper", None, {"year": 2027, "title": "来年", "lead": "{unit}", "kinds": ["government"]}),
    "name_partner": ("keeper", "year", {"name": "组织部门", "unit": "{other}", "role": "配合"}),
    "cover_units": ("keeper", "year", {"units": "{unit}\n{other}"}),
    "ask_posts": ("keeper", "unit", {"year": 2026, "posts": 3, "grade": "A", "day": DAY}),
    "allot_posts": ("keeper", None, {"asked": ["{request}"], "filled": 10}),
    "correct_person": ("keeper", "person", {"name": "张三丰", "reason": "户籍更名"}),
    "assign_portfolio": ("keeper", "person", {"unit": "{other}", "kind": "contacts", "since": DAY}),
    "end_portfolio": ("keeper", "portfolio", {"until": NEXT}),
    "describe_post": ("keeper", "post", {"duty": "管账", "accountability": "对账", "integrity": "不收礼"}),
    "set_areas": ("keeper", "post", {"areas": "财务\n人事"}),
    "recuse": ("keeper", "person", {"unit": "{other}", "reason": "亲属任职", "since": DAY}),
    "register_supervisor": ("keeper", "person", {"pool": "B", "source": "单位推荐人员", "since": DAY}),
    "release_supervisor": ("keeper", "supervisor", {"until": NEXT, "reason": "届满"}),
    "draw_supervisors": ("keeper", "unit", {"number": 1, "pools": ["B"], "seed": "20260302", "day": DAY}),
    "set_up_point": ("keeper", None, {"name": "某企业", "kind": "企业", "since": DAY}),
    "draw_up_checklist": ("keeper", None, {"name": "清单", "items": "一\n二"}),
    "tick": ("keeper", "checklist", {"unit": "{unit}", "item": "有牌子", "day": DAY}),
    "guide": ("leader", "other", {"words": "抓紧", "day": DAY}),
    "delegate": (
        "leader",
        None,
        {"taker": "{person}", "power": "leader", "since": DAY, "until": NEXT, "reason": "出差"},
    ),
    "change_role": ("system", "account", {"role": "audit", "reason": "任命"}),
    "give_act": ("keeper", None, {"act": "watch", "part": "does", "unit": "{unit}", "since": DAY}),
    "take_act": ("keeper", "competence", {"until": NEXT, "reason": "调整"}),
    "put_up": ("member", None, {"act": "grade.fix", "title": "再定", "subject": "二", "content": "甲|良"}),
    "withdraw_motion": ("member", "motion", {"reason": "有误"}),
    "carry_out": ("member", "motion", {}),
    "open_docket": ("member", None, {"kind": "breach", "title": "新案", "day": DAY, "lead": "{unit}"}),
    "join_docket": ("member", "docket", {"person": "{second}"}),
    "send_circular": ("keeper", None, {"kind": "alert", "title": "提醒", "day": DAY, "units": "{unit}"}),
    "tell_late": ("keeper", None, {"handler": "{person}", "title": "月报", "subject": "月报一", "days": 1, "day": DAY}),
    "open_watch": ("member", None, {"mode": "hear", "title": "座谈", "unit": "{unit}", "day": DAY}),
    "record_finding_of": ("member", "watch", {"words": "表格缺签名", "day": DAY}),
    "close_watch": ("member", "watch", {"day": NEXT}),
    "record_finding": ("member", None, {"words": "数据不符", "day": DAY}),
    "confirm_finding": ("member", "finding", {"day": DAY}),
    "dispose_finding": ("member", "finding", {"disposal": "已改正"}),
    "transfer_findings": ("member", None, {"findings": ["{finding}"]}),
    "set_route": ("keeper", None, {"matter": "财政", "unit": "{unit}"}),
    "record_sanction": ("member", None, {"person": "{person}", "measure": "警告", "decided": DAY}),
    "execute_sanction": ("member", "sanction", {"since": DAY, "file": "file"}),
    "end_sanction": ("member", "running", {"until": NEXT}),
    "record_transaction": (
        "keeper",
        None,
        {"kind": "award", "key": "甲-1", "unit": "{unit}", "day": DAY, "amount": "12.50"},
    ),
}
WITHOUT = {"carry_out", "set_areas"}
"""Nothing need be filled in."""


def address(verb, thing):
    if thing is None:
        return reverse(f"org:{verb}")
    by_code = isinstance(thing, models.Unit | models.Person)
    return reverse(f"org:{verb}", args=[thing.code if by_code else thing.pk])


def filled(data, made):
    """What is typed: codes and numbers of the things named."""
    known = {name: getattr(one, "code", one.pk) for name, one in made.items()}

    def typed(value):
        if value == "file":
            return SimpleUploadedFile("p.txt", "执行通知".encode(), "text/plain")
        if isinstance(value, list):
            return [typed(one) for one in value]
        return value.format(**known) if isinstance(value, str) else value

    return {name: typed(value) for name, value in data.items()}


def tried(verb, made, client):
    """What is wrong with doing it by its form; nothing, when all is well."""
    who, on, data = CASES[verb]
    where = address(verb, made[on] if on else None)
    client.force_login(made["stranger"])
    if client.post(where, filled(data, made)).status_code != 403:
        return "done by a stranger"
    client.force_login(made[who])
    models.Motion.objects.update(state="approved" if verb == "carry_out" else "open")
    if (code := client.get(where).status_code) != 200:
        return f"shown with {code}"
    before = Event.objects.count()
    if verb not in WITHOUT and (
        'class="error"' not in client.post(where, {}).content.decode() or Event.objects.count() != before
    ):
        return "an empty form is taken"
    sent = client.post(where, filled(data, made))
    if sent.status_code != 302:
        return sent.content.decode().partition("error")[2][:300]
    done = Event.objects.filter(number__gt=before).exclude(verb="seal").values_list("verb", "outcome")
    if list(done) != [(verb.removesuffix("_of"), "done")]:
        return f"recorded {list(done)}"
    return "" if client.get(sent.url).status_code == 200 else f"led to {sent.url}"


def test_every_act_by_its_form(made, client) -> None:
    found = {}
    for verb in CASES:
        with transaction.atomic():
            found[verb] = tried(verb, made, client)
            transaction.set_rollback(True)
    assert not {verb: why for verb, why in found.items() if why}


def test_no_act_is_left_out() -> None:
    every = (*bodies.DEEDS, *bodies.PROGRAMME_DEEDS, *bodies.STAFFING_DEEDS, *people.DEEDS, *people.SUPERVISOR_DEEDS)
    offered = {one.known for one in (*every, *matters.DEEDS, *oversight.DEEDS)}
    assert offered - set(CASES) == {"launch_programme"}


def test_a_programme_starts_when_nothing_lacks(made, client) -> None:
    client.force_login(made["keeper"])
    where = reverse("org:launch_programme", args=[made["year"].pk])
    assert "缺配合单位" in client.post(where).content.decode()
    actions.name_partner(by=None, programme=made["year"], name="组织部门", unit=made["unit"], role="配合")
    actions.cover_units(by=None, programme=made["year"], units=[made["unit"], made["other"]])
    assert client.post(where).status_code == 302
    made["year"].refresh_from_db()
    assert made["year"].state == "launched"


LISTS = (
    "programmes",
    "acts",
    "motions",
    "sent",
    "delegations",
    "staffing",
    "findings",
    "watches",
    "routes",
    "sanctions",
)
LISTS += ("transactions", "draws", "points", "checklists", "recusals", "posts", "portfolios", "bodies", "supervisors")
PAGES = {
    "programme": "year",
    "meeting": "task",
    "watch": "watch",
    "finding": "finding",
    "checklist": "checklist",
    "post": "post",
}


def test_lists_and_pages_offer_what_can_be_done(made, client) -> None:
    client.force_login(made["member"])
    for one in LISTS:
        assert client.get(reverse(f"org:{one}"), {"q": "不存在"}).status_code == 200, one
        assert client.get(reverse(f"org:{one}")).status_code == 200, one
    for page, of in PAGES.items():
        number = made[of].meeting_id if page == "meeting" else made[of].pk
        assert client.get(reverse(f"org:{page}", args=[number])).status_code == 200, page
    shown = client.get(reverse("org:body", args=[made["body"].pk])).content.decode()
    assert reverse("org:add_seat", args=[made["body"].pk]) in shown
    assert reverse("org:set_duty_lead", args=[made["duty"].pk]) in shown
    assert reverse("org:guide", args=["U001"]) not in client.get(reverse("org:unit", args=["U001"])).content.decode()


def test_a_row_says_its_line_and_column(made, client) -> None:
    client.force_login(made["keeper"])
    where = reverse("org:hold_meeting", args=[made["meeting"].pk])
    shown = client.post(where, {"day": DAY, "decisions": f"报数|{made['unit'].code}\n报表|没有的局"}).content.decode()
    assert "第 2 行“承办单位”：没有编码或名称为“没有的局”的单位。请核对。" in shown


def test_what_must_be_chosen_is_not_chosen_beforehand() -> None:
    kinds = [("a", "甲"), ("b", "乙")]
    form = ask(
        open=forms.ChoiceField(choices=kinds),
        usual=forms.ChoiceField(choices=kinds, initial="b"),
        before=forms.ChoiceField(choices=kinds),
        only=forms.ChoiceField(choices=kinds[:1]),
    )
    given = form(initial={"before": "a"})
    begins = {name: next(key for key, _words in field.choices) for name, field in given.fields.items()}
    assert begins == {"open": "", "usual": "a", "before": "a", "only": "a"}
    assert form({"usual": "b", "before": "a", "only": "a", "open": ""}).errors.keys() == {"open"}


def test_an_act_that_cannot_be_done_now_leads_to_its_thing(made, client) -> None:
    client.force_login(made["member"])
    models.Motion.objects.update(state="done")
    sent = client.get(address("withdraw_motion", made["motion"]), follow=True)
    assert sent.redirect_chain == [(reverse("org:motion", args=[made["motion"].pk]), 302)]
    assert "“撤回提请”现在不用办或不能办" in sent.text


def test_what_is_wrong_with_several_lines_is_told_at_once() -> None:
    field = RowsField({"day": DayField(label="日期"), "words": forms.CharField(label="事由")})
    with pytest.raises(ValidationError) as refused:
        field.clean("2026-13-01|甲\n2026-09-01|乙\n2026-09-02\n2026-09-03|丙|丁")
    assert [one.partition("：")[0] for one in refused.value.messages] == [
        "第 1 行“日期”",
        "第 3 行“事由”",
        "第 4 行有 3 栏，只应有 2 栏。请核对。",
    ]
    with pytest.raises(ValidationError) as refused:
        field.clean("\n".join(["x|y"] * 30))
    assert len(refused.value.messages) == 21
    assert refused.value.messages[-1] == "……共 30 处要改。"


def test_how_rows_are_written_is_said_in_the_language_of_whoever_reads() -> None:
    field = RowsField({"day": DayField(label="日期")})
    assert str(field.help_text).startswith("一行一项")
    with override("en"):
        assert str(field.help_text).startswith("One item a line")
