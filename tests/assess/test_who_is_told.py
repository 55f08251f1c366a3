"""Whoever an act of assessment concerns is told: raters, those whose work is returned, who asked for a run."""

from django.core import mail

from kaogong.assess import actions
from kaogong.assess.models import Entrant
from kaogong.org.models import Person
from kaogong.portal import actions as portal
from kaogong.portal.models import Notice
from kaogong.portal.queries.notices import as_told


def told(account):
    """What somebody is told of since they last looked: words and where it leads."""
    portal.tell()
    found = Notice.objects.filter(account=account, read_at__isnull=True).order_by("event_id")
    said = [(one.words, one.url) for one in as_told(found)]
    portal.mark_read(account=account)
    return said


def test_a_round_is_told_to_those_in_it_and_to_its_raters(make_round, make_person, make_account, liaison, stranger):
    rater = make_account(person=make_person("评分人"))
    sheet = {"kind": "sheet", "name": "现场评分", "who": "assessors"}
    made = make_round(sources=[("self", "自评"), sheet], state="draft")
    actions.name_assessors(by=None, source=made.sources.get(kind="sheet"), people=[rater.person])
    assert told(rater) == []  # not open yet
    actions.open_round(by=None, one=made)
    expected = [("考评已启动，请按时自评、评分", f"/assess/rounds/{made.pk}/")]
    assert told(rater) == told(liaison) == expected
    assert told(stranger) == []


def test_what_is_handed_in_signed_and_returned(make_round, liaison, head, office, sealed):
    made = make_round(sources=[("self", "自评"), ("review", "复核")])
    entrant = made.entrants.get()
    item = made.items.get()
    told(liaison), told(head)
    report = actions.write_self(by=liaison, entrant=entrant, words="好", marks={item.pk: {"words": "已", "score": 90}})
    actions.show_proof(by=liaison, report=report, evidence=[(sealed(), "a.txt")], item=item)
    actions.submit_self(by=liaison, report=report)
    where = f"/assess/rounds/entrants/{entrant.pk}/"
    if report.state == "submitted":
        assert told(head) == [("自评待您签批", where)]
        actions.sign_self(by=head, report=report)
    person = Person.objects.create(code="L9", name="联络员", sort_key="l", initials="l", email="l@example.org")
    type(liaison).objects.filter(pk=liaison.pk).update(person=person)
    portal.choose_mailing(by=liaison, how="each")
    actions.return_self(by=office, report=report, reason="缺证据")
    portal.tell()
    assert portal.post(how="each") == 1
    assert "缺证据" in mail.outbox[0].body
    assert told(liaison) == [("自评被退回，请修改重报", where)]
    assert Entrant.objects.count() == 1


def test_who_asked_for_a_run_is_told_how_it_ended(office, cycle, town, stranger):
    run = actions.ask_run(by=office, cycle=cycle, edition=town, queue=False)
    told(office)
    actions.perform_run(run)
    assert told(office) == [("计分已完成", f"/assess/runs/{run.pk}/")]
    again = actions.ask_run(by=office, cycle=cycle, edition=town, purpose="formal", queue=False)
    actions.start_run(run=again)
    actions.fail_run(run=again, words="缺数据")
    assert told(office) == [("计分没有完成，请看原因", f"/assess/runs/{again.pk}/")]
    assert told(stranger) == []


def test_a_run_says_between_which_places_each_may_stand(scored):
    first, second, third = scored.results.order_by("subject")
    assert (first.rank, first.best, first.worst) == (1, 1, 1)
    assert (second.rank, second.best, second.worst) == (2, 2, 2)
    assert (third.rank, third.best, third.worst) == (None, None, None)


def test_several_entrants_are_returned_at_once(client, make_round, hand_in, office):
    made = make_round(sources=[("self", "自评"), ("review", "复核")])
    entrant = made.entrants.get()
    report = hand_in(entrant, "90")
    client.force_login(office)
    page = client.get(f"/assess/rounds/{made.pk}/").content.decode()
    assert f'value="{entrant.pk}" form="several"' in page
    where = f"/assess/rounds/{made.pk}/several/"
    assert "还有 1 项没有复核" in client.post(where, {"verb": "finish", "row": [entrant.pk]}).content.decode()
    page = client.post(where, {"verb": "return", "row": [entrant.pk]}).content.decode()
    assert "→ <b>已退回</b>" in page
    sent = client.post(where, {"verb": "return", "row": [entrant.pk], "sure": "1", "reason": "缺证据"})
    report.refresh_from_db()
    assert (sent.status_code, report.state, report.told) == (302, "returned", "缺证据")
