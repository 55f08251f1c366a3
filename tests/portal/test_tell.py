"""People are told of what happened: once, in the house and by e-mail, as they chose."""

import datetime as dt
import email
import email.policy
import socketserver
import threading

import pytest

from kaogong.audit.actions import action, record
from kaogong.audit.models import Event
from kaogong.org.actions import found_unit
from kaogong.org.models import Account, Grant, Person
from kaogong.portal import actions
from kaogong.portal.models import Cursor, Notice


class Letters(socketserver.StreamRequestHandler):
    """Just enough of a mail server (RFC 5321) to take letters."""

    def handle(self):
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline().strip():
            verb = line[:4].upper()
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                read = []
                while (one := self.rfile.readline()) != b".\r\n":
                    read.append(one)
                self.server.letters.append(email.message_from_bytes(b"".join(read), policy=email.policy.default))
            self.wfile.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n")
            if verb == b"QUIT":
                return


@pytest.fixture
def letters(settings):
    """A mail server of this machine, and what it took."""
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Letters)
    server.letters, server.daemon_threads = [], True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
    settings.ADDRESS = "https://kaogong.example"
    yield server.letters
    server.shutdown()
    server.server_close()


@pytest.fixture
def bureau(db):
    day = dt.date(2026, 1, 1)
    return found_unit(by=None, code="U1", name="某局", short="某局", level="city", track="government", since=day)


@pytest.fixture
def account(db):
    """Somebody else."""
    return Account.objects.create(username="office")


@pytest.fixture
def officer(liaison, bureau):
    Grant.objects.create(account=liaison, power="liaison", unit=bureau, since=dt.date(2026, 1, 1))
    Person.objects.filter(pk=liaison.person_id).update(email="liaison@example.org")
    liaison.refresh_from_db()
    return liaison


@action
def give_back(*, by, **more):
    """What monitoring records when a report goes back."""
    given = {
        "room": "monitor",
        "verb": "return_report",
        "subject": "monitor.report:7",
        "unit": "U1",
        "reason": "缺证据",
    }
    record(by=by, **given | more)


def test_whoever_it_concerns_is_told_once(officer, account, bureau):
    give_back(by=account)
    assert actions.tell() == 1
    assert actions.tell() == 0
    assert Notice.objects.get().account == officer
    assert Cursor.objects.get().number == Event.objects.order_by("-number").first().number


def test_nobody_is_told_of_what_they_did_themselves_or_was_denied(officer, account):
    give_back(by=officer)
    give_back(by=account, outcome="denied")
    give_back(by=account, verb="write_report")
    assert actions.tell() == 0


def test_one_whose_power_has_ended_is_not_told(officer, account):
    Grant.objects.update(until=dt.date(2026, 2, 1))
    give_back(by=account)
    assert actions.tell() == 0


def test_a_lock_is_told_to_the_account_itself(officer, settings):
    settings.FAILURES_OF_ACCOUNT = 1
    actions.note_failure(by=None, username=officer.username, address="10.0.0.1")
    assert actions.tell() == 1


def test_the_bell_counts_and_a_notice_leads_to_its_thing(client, officer, account):
    give_back(by=account)
    actions.tell()
    client.force_login(officer)
    page = client.get("/notices/").content.decode()
    assert "有 1 件未读。" in page
    assert "进展被退回" in page
    assert "某局 · 缺证据" in page
    assert "<b>1</b>" in page.split('class="bell"')[1].split("</a>")[0]
    sent = client.get(f"/notices/{Notice.objects.get().pk}/")
    assert sent["Location"] == "/monitor/reports/7/"
    assert Notice.objects.get().read_at is not None
    assert "<b>" not in client.get("/notices/?only=unread").content.decode().split('class="bell"')[1].split("</a>")[0]
    client.force_login(account)
    assert client.get(f"/notices/{Notice.objects.get().pk}/").status_code == 404


def test_all_are_read_at_once(client, officer, account):
    give_back(by=account)
    give_back(by=account)
    actions.tell()
    client.force_login(officer)
    assert client.post("/notices/read/").status_code == 302
    assert Notice.objects.filter(read_at__isnull=True).count() == 0


def test_letters_one_by_one_or_together(client, officer, account, letters):
    client.force_login(officer)
    client.post("/notices/mailing/", {"how": "each"})
    assert Event.objects.order_by("-number").first().verb == "choose_mailing"
    give_back(by=account)
    actions.tell()
    assert (actions.post(how="daily"), actions.post(how="each"), actions.post(how="each")) == (0, 1, 0)
    (letter,) = letters
    assert letter["To"] == "liaison@example.org"
    assert letter["Subject"].endswith("进展被退回")
    assert "缺证据" in letter.get_content()
    assert "https://kaogong.example/monitor/reports/7/" in letter.get_content()
    client.post("/notices/mailing/", {"how": "daily"})
    give_back(by=account)
    give_back(by=account)
    actions.tell()
    assert (actions.post(how="each"), actions.post(how="daily")) == (0, 1)
    assert letters[1]["Subject"].endswith("2 件通知")


def test_none_where_none_is_wanted_or_there_is_no_address(officer, account, letters):
    actions.choose_mailing(by=officer, how="none")
    give_back(by=account)
    actions.tell()
    assert sum(actions.post(how=how) for how in ("each", "daily", "none")) == 1  # nothing asks for "none"
    Person.objects.update(email="")
    actions.choose_mailing(by=officer, how="each")
    give_back(by=account)
    actions.tell()
    assert actions.post(how="each") == 0


def test_a_letter_that_cannot_be_handed_over_is_tried_again(officer, account, letters, settings):
    give_back(by=account)
    actions.tell()
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    assert actions.post(how="daily") == 0
    settings.EMAIL_PORT = port
    assert actions.post(how="daily") == 1
    assert len(letters) == 1


def test_a_way_there_is_not(officer):
    from kaogong.audit.actions import Refused

    with pytest.raises(Refused):
        actions.choose_mailing(by=officer, how="pigeon")


def test_deadlines_are_read_by_a_calendar_at_a_secret_address(client, officer, monkeypatch):
    from kaogong.org.queries import Waiting

    one = Waiting(
        title="报送进展；九月", about="某局, 共 3 项", do="填报", url="/monitor/", due=dt.date(2026, 10, 26), since=None
    )
    monkeypatch.setattr("kaogong.portal.queries.desk.ROOMS", (("monitor", lambda account: [one]),))
    client.force_login(officer)
    page = client.post("/deadlines/new/").content.decode()
    address = page.split('value="http://testserver')[1].split('"')[0]
    assert address not in client.get("/deadlines/").content.decode()
    client.logout()
    sent = client.get(address)
    assert sent["Content-Type"] == "text/calendar; charset=utf-8"
    lines = sent.content.decode().split("\r\n")
    assert "DTSTART;VALUE=DATE:20261026" in lines
    assert "SUMMARY:报送进展；九月" in lines
    assert r"DESCRIPTION:某局\, 共 3 项" in lines
    assert all(len(line.encode()) <= 75 for line in lines)
    client.force_login(officer)
    client.post("/deadlines/end/")
    assert client.get(address).status_code == 404
    assert Event.objects.filter(verb__in=("subscribe_deadlines", "cancel_deadlines")).count() == 2


def test_a_closed_account_shows_no_deadlines(client, officer):
    secret = actions.subscribe_deadlines(by=officer)
    assert client.get(f"/deadlines/{secret}.ics").status_code == 200
    Account.objects.update(is_active=False)
    assert client.get(f"/deadlines/{secret}.ics").status_code == 404
