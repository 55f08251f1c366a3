"""A complaint from coming in to closing: who may do what, in which order, and what is kept of it."""

import datetime as dt

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.listen.actions.complaints import (
    accept_complaint,
    answer_complaint,
    close_complaint,
    join_complaint,
    refer_complaint,
    refuse_complaint,
    reply_complaint,
    return_reply,
    return_review,
    review_reply,
    transfer_complaint,
)
from kaogong.listen.actions.complaints_intake import (
    note_wrong_code,
    rate_complaint,
    receive_complaint,
    reopen_complaint,
    visit_complaint,
)
from kaogong.listen.actions.complaints_watch import (
    ask_extension,
    chase_complaints,
    end_handler,
    name_handler,
    settle_extension,
)
from kaogong.listen.models import Chase, Complaint, Concern, Extension, Handler, Handling
from kaogong.listen.queries.complaints import alike, opened_by
from kaogong.listen.queries.complaints_counted import counted, overview
from kaogong.org.models import Recusal
from listen.complaints import (
    BEGIN,
    WHO,
    WORDS,
    answerer,
    bureau,
    carry,
    complain,
    evidence_here,
    first_of_september,
    found_unit,
    handler,
    inspector,
    open_account,
    outsider,
    second,
    turn,
)

__all__ = [
    "answerer", "bureau", "carry", "complain", "evidence_here", "first_of_september", "found_unit", "handler", "inspector",
    "open_account", "outsider", "second", "turn",
]  # fmt: skip


def test_a_complaint_has_a_number_and_a_code_shown_once(complain):
    made, code = complain()
    assert made.number == "TS-2026-00001"
    assert made.state == "received"
    assert made.accept_due == dt.date(2026, 9, 4)
    assert len(code) == 10
    assert code not in str(Complaint.objects.values().get())
    assert opened_by(made.number.lower(), f" {code[:5]}-{code[5:].lower()}") == (made, True)
    assert opened_by(made.number, "AAAAAAAAAA") == (made, False)
    assert opened_by("TS-2026-99999", code) == (None, False)
    event = Event.objects.get(verb="receive_complaint")
    assert event.new == {"number": made.number, "channel": "page", "named": False}
    assert event.unit == ""
    assert complain().complaint.number == "TS-2026-00002"


def test_too_many_wrong_codes_close_a_complaint_for_a_while(complain):
    made, code = complain()
    for _time in range(10):
        note_wrong_code(by=None, complaint=made)
    assert opened_by(made.number, code) == (made, False)
    Complaint.objects.update(locked_until=None)
    assert opened_by(made.number, code) == (made, True)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"channel": "phone"}, "channel"),
        ({"words": " "}, "words"),
        ({"about": "", "unit": None}, "about"),
        ({"happened_on": dt.date(2026, 9, 2)}, "happened_on"),
    ],
)
def test_what_a_complaint_must_say(complain, given, field):
    with pytest.raises(Refused) as refused:
        complain(**given)
    assert refused.value.field == field


def test_calls_letters_and_visits_are_entered_by_the_named_handlers(handler, inspector, bureau):
    given = {"about": "市行政审批局", "title": "办证", "words": WORDS, "who": WHO, "unit": bureau}
    for channel in ("phone", "letter", "counter"):
        assert receive_complaint(by=handler, channel=channel, **given).complaint.entered_by == handler
    with pytest.raises(Denied):
        receive_complaint(by=inspector, channel="phone", **given)
    with pytest.raises(Refused):
        receive_complaint(by=handler, channel="page", **given)


def test_handlers_are_named_by_a_colleague(inspector, handler, outsider):
    with pytest.raises(Denied):
        name_handler(by=inspector, account=inspector)
    with pytest.raises(Denied):
        name_handler(by=inspector, account=outsider)
    made = name_handler(by=handler, account=inspector)
    assert Event.objects.get(verb="name_handler", outcome="done").new == {"account": inspector.username}
    end_handler(by=handler, handler=made)
    assert not Handler.objects.filter(account=inspector, until__isnull=True).exists()


def test_the_whole_way(complain, carry, handler, second, answerer, bureau):
    made, _code = complain(who=WHO)
    accept_complaint(by=handler, complaint=made, kind="efficiency", topic="approval")
    sent = transfer_complaint(by=handler, complaint=made, unit=bureau, words="请核查窗口办证情况。")
    assert sent.due_on == dt.date(2026, 9, 22)
    reply_complaint(by=answerer, complaint=made, reply="属实，已补办。")
    review_reply(by=handler, complaint=made, verdict="upheld", answer="属实，已为您补办。")
    visit_complaint(by=second, complaint=made, way="phone", satisfaction="satisfied")
    with pytest.raises(Denied):
        close_complaint(by=handler, complaint=made)
    close_complaint(by=second, complaint=made)
    made.refresh_from_db()
    assert (made.state, made.verdict, made.reviewed_by, made.closed_by) == ("closed", "upheld", handler, second)
    verbs = Event.objects.filter(room="listen", outcome="done").order_by("number").values_list("verb", flat=True)
    assert list(verbs) == [
        "receive_complaint", "accept_complaint", "transfer_complaint", "reply_complaint", "review_reply", "visit_complaint",
        "close_complaint",
    ]  # fmt: skip


def test_nothing_goes_out_of_order(complain, carry, handler, bureau):
    made, _code = complain()
    with pytest.raises(Refused):
        transfer_complaint(by=handler, complaint=made, unit=bureau, words="请核查。")
    with pytest.raises(Refused):
        review_reply(by=handler, complaint=made, verdict="upheld", answer="属实")
    refused = refuse_complaint(by=handler, complaint=made, reason="不属本地管辖。")
    assert refused.state == "refused"
    with pytest.raises(Refused):
        accept_complaint(by=handler, complaint=made, kind="efficiency", topic="delay")


def test_a_refusal_needs_a_reason(complain, handler):
    with pytest.raises(Refused) as refused:
        refuse_complaint(by=handler, complaint=complain().complaint, reason=" ")
    assert refused.value.field == "reason"


def test_nobody_handles_a_complaint_about_the_own_unit_or_oneself(complain, open_account, bureau, handler, found_unit):
    from kaogong.org.models.powers import Power

    made, _code = complain()
    own = open_account(Power.DISCIPLINE, post=bureau)
    recused = open_account(Power.DISCIPLINE)
    Recusal.objects.create(person=recused.person, unit=bureau, reason="亲属任职", since=BEGIN)
    accused = open_account(Power.DISCIPLINE)
    for one in (own, recused, accused):
        Handler.objects.create(account=one, since=BEGIN)
    for one in (own, recused):
        with pytest.raises(Denied):
            accept_complaint(by=one, complaint=made, kind="efficiency", topic="delay")
    other = complain(unit=found_unit("别的局"), person=accused.person).complaint
    with pytest.raises(Denied):
        accept_complaint(by=accused, complaint=other, kind="efficiency", topic="delay")
    with pytest.raises(Denied):  # also where only the sorting shows whom it is about
        accept_complaint(
            by=own,
            complaint=complain(unit=None, about="审批窗口").complaint,
            kind="efficiency",
            topic="delay",
            unit=bureau,
        )
    assert accept_complaint(by=handler, complaint=made, kind="efficiency", topic="delay").state == "accepted"


def test_whoever_is_complained_of_does_not_answer(complain, carry, open_account, bureau, answerer):
    from kaogong.org.models.powers import Power

    head = open_account((Power.HEAD, bureau), post=bureau)
    made = complain(person=answerer.person).complaint
    carry(made, "handling")
    with pytest.raises(Denied):
        reply_complaint(by=answerer, complaint=made, reply="不属实。")
    assert reply_complaint(by=head, complaint=made, reply="已核查。").replied_by == head


def test_what_is_sent_to_the_unit_does_not_name_the_complainant(complain, carry, handler, bureau):
    made = complain(who=WHO).complaint
    carry(made, "accepted")
    for words in ("群众周明远反映办证难。", "请回电 139 0000 1234。", "住东湖巷7号的群众反映。"):
        with pytest.raises(Refused) as refused:
            transfer_complaint(by=handler, complaint=made, unit=bureau, words=words)
        assert refused.value.field == "words"
    carry(made, "replied")
    with pytest.raises(Refused) as refused:  # the unit reads the answer too
        review_reply(by=handler, complaint=made, verdict="upheld", answer="周明远您好：已补办。")
    assert refused.value.field == "answer"
    with pytest.raises(Refused):
        return_reply(by=handler, complaint=made, reason="请联系周明远。")


def test_a_second_complaint_of_the_same_matter_is_found_and_joined(complain, carry, handler, found_unit):
    first = complain(who=WHO).complaint
    same_object = complain(words=WORDS.replace("三次", "四次")).complaint
    same_person = complain(who=WHO | {"name": "周先生"}, unit=found_unit("别的局"), about="大厅").complaint
    other = complain(title="停车场收费", words="停车场没有公示收费标准，收了二十元还不给发票。").complaint
    found = {one.complaint.pk: one for one in alike(first)}
    assert set(found) == {same_object.pk, same_person.pk}
    assert other.pk not in found
    assert found[same_person.pk].same_person
    assert found[same_person.pk].share == 100
    assert 50 <= found[same_object.pk].share < 100
    join_complaint(by=handler, complaint=same_object, into=first)
    same_object.refresh_from_db()
    assert (same_object.state, same_object.joined_to) == ("joined", first)
    with pytest.raises(Refused):
        join_complaint(by=handler, complaint=first, into=same_object)


def test_an_answer_that_does_not_do_goes_back(complain, carry, handler, second):
    made = complain().complaint
    carry(made, "replied")
    now = return_reply(by=handler, complaint=made, reason="没有说明当天谁在岗。", days=5)
    assert (now.replied_on, now.due_on) == (None, dt.date(2026, 9, 8))
    carry(made, "reviewed")
    return_review(by=second, complaint=made, reason="证据不足，不能定为属实。")
    made.refresh_from_db()
    assert (made.state, made.verdict) == ("replied", "")
    assert carry(made, "closed", verdict="unfounded").verdict == "unfounded"
    review_again = Event.objects.get(verb="return_review")
    assert review_again.reason == "证据不足，不能定为属实。"


def test_not_satisfied_leads_to_another_round_in_time_and_not_too_often(complain, carry, turn):
    made = complain().complaint
    carry(made, "closed")
    with pytest.raises(Refused):
        reopen_complaint(by=None, complaint=made, reason="还是没有办成。")
    with pytest.raises(Refused):
        rate_complaint(by=None, complaint=made, satisfaction="dissatisfied")
    rate_complaint(by=None, complaint=made, satisfaction="dissatisfied", words="没有人联系我。")
    with pytest.raises(Refused):
        rate_complaint(by=None, complaint=made, satisfaction="satisfied")
    turn("2026-09-16")
    with pytest.raises(Refused):
        reopen_complaint(by=None, complaint=made, reason="还是没有办成。")
    turn("2026-09-15")
    again = reopen_complaint(by=None, complaint=made, reason="还是没有办成。")
    assert (again.state, again.verdict, again.reopened, again.closed_on) == ("reopened", "", 1, None)
    carry(made, "closed")
    assert Handling.objects.filter(complaint=made).count() == 2
    rate_complaint(by=None, complaint=made, satisfaction="dissatisfied", words="仍未办。")
    reopen_complaint(by=None, complaint=made, reason="仍未办。")
    carry(made, "closed")
    rate_complaint(by=None, complaint=made, satisfaction="dissatisfied", words="仍未办。")
    with pytest.raises(Refused):
        reopen_complaint(by=None, complaint=made, reason="第三次")


def test_the_anonymous_are_never_asked(complain, carry, second):
    made = complain().complaint
    carry(made, "reviewed")
    with pytest.raises(Refused):
        visit_complaint(by=second, complaint=made, way="phone", satisfaction="satisfied")


def test_more_days_are_asked_for_in_time_and_granted_by_the_centre(complain, carry, answerer, handler, turn):
    made = complain().complaint
    carry(made, "handling")
    with pytest.raises(Refused):
        ask_extension(by=answerer, complaint=made, days=16, reason="须现场核查")
    asked = ask_extension(by=answerer, complaint=made, days=5, reason="须现场核查")
    with pytest.raises(Denied):
        settle_extension(by=answerer, extension=asked, verb="approve_extension")
    settle_extension(by=handler, extension=asked, verb="approve_extension")
    assert Handling.objects.get().due_on == dt.date(2026, 9, 29)
    with pytest.raises(Refused):
        settle_extension(by=handler, extension=asked, verb="refuse_extension")
    turn("2026-09-30")
    with pytest.raises(Refused):
        ask_extension(by=answerer, complaint=made, days=5, reason="须现场核查")
    assert Extension.objects.count() == 1


def test_units_are_urged_step_by_step_each_once(complain, carry, turn):
    made = complain().complaint
    carry(made, "handling")
    seen = {}
    for day in range(10, 31):
        turn(dt.date(2026, 9, day))
        chase_complaints(by=None)
        chase_complaints(by=None)
    for one in Chase.objects.order_by("sent_on"):
        seen[one.step] = str(one.sent_on)
    assert seen == {"near": "2026-09-18", "late": "2026-09-23", "leader": "2026-09-25"}
    turn("2026-10-01")
    assert chase_complaints(by=None)["centre"] == 1
    assert Chase.objects.count() == 4


@pytest.mark.clause("XJ-18")
def test_a_hundred_complaints_are_sorted_and_each_kind_goes_its_way(complain, carry, handler):
    for number in range(100):
        made = complain(title=f"第{number}件").complaint
        kind = "efficiency" if number < 40 else "advice" if number < 75 else "legal"
        accept_complaint(by=handler, complaint=made, kind=kind, topic="other")
        if kind == "efficiency":
            carry(made, "closed", verdict="unfounded" if number % 2 else "upheld")
        elif kind == "advice":
            answer_complaint(by=handler, complaint=made, answer="办证须带身份证，工作日九点到十七点。")
        else:
            refer_complaint(by=handler, complaint=made, to="市人民法院", answer="已移交，请向该院查询。")
    everything = Complaint.objects.all()
    assert {key: number for key, _name, number in overview(everything)["kinds"]} == {
        "efficiency": 40,
        "legal": 25,
        "advice": 35,
    }
    states = {
        key: number
        for key, _name, number in counted(everything, "state", {"closed": "", "answered": "", "referred": ""})
    }
    assert states == {"closed": 40, "answered": 35, "referred": 25}
    assert sum(states.values()) == overview(everything)["total"] == 100
    assert Handling.objects.filter(replied_on__isnull=False).count() == 40


def test_each_kind_goes_only_its_own_way(complain, handler, bureau):
    made = complain().complaint
    accept_complaint(by=handler, complaint=made, kind="advice", topic="other")
    with pytest.raises(Refused):
        transfer_complaint(by=handler, complaint=made, unit=bureau, words="请核查。")
    with pytest.raises(Refused):
        refer_complaint(by=handler, complaint=made, to="法院", answer="已移交")


@pytest.mark.clause("LB-25")
def test_a_third_complaint_proved_true_in_a_quarter_is_looked_into(complain, carry, bureau, found_unit, turn):
    from kaogong.listen.queries.complaints_scored import confirmed

    quarter = (dt.date(2026, 7, 1), dt.date(2026, 9, 30))
    for channel in range(5):
        carry(complain(title=f"未核实{channel}").complaint, "reviewed")
    assert Concern.objects.count() == 0
    assert confirmed(*quarter) == []
    calm = found_unit("别的局")
    carry(complain(unit=calm, title="别的事").complaint, "closed", unit=calm)
    carry(complain(title="不实的").complaint, "closed", verdict="unfounded")
    for number in range(2):
        carry(complain(title=f"查实{number}").complaint, "closed")
    assert Concern.objects.count() == 0
    carry(complain(title="第三件").complaint, "closed", verdict="partly")
    concern = Concern.objects.get()
    assert (concern.unit, concern.period, concern.state, concern.complaints.count()) == (bureau, "2026-Q3", "open", 3)
    carry(complain(title="第四件").complaint, "closed")
    assert Concern.objects.get().complaints.count() == 4
    turn("2026-10-08")
    carry(complain(title="下一季度").complaint, "closed")
    assert Concern.objects.count() == 1
    assert len([one for one in confirmed(*quarter) if one.unit == bureau]) == 4


@pytest.mark.django_db(transaction=True)
def test_two_at_once_get_numbers_of_their_own(found_unit):
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    unit = found_unit("市行政审批局")

    def send(number):
        try:
            given = {"channel": "page", "about": "窗口", "title": f"第{number}件", "words": WORDS, "unit": unit}
            return receive_complaint(by=None, **given).complaint.number
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as several:
        numbers = list(several.map(send, range(8)))
    assert sorted(numbers) == [f"TS-2026-{n:05}" for n in range(1, 9)]
