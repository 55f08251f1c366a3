"""Tokens: issued by the security administrator, shown once, kept as a hash, over at a day, revoked at once."""

import datetime as dt

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.core.chain import digest
from kaogong.org.actions import Reaching, issue_token, revoke_token
from kaogong.org.models import Account, Token
from kaogong.org.models.accounts import Role
from kaogong.org.queries import today, token_of

READ = [Reaching("plan")]


@pytest.fixture
def security(db):
    return Account.objects.create(username="security", role=Role.SECURITY)


@pytest.fixture
def given(account):
    day = today() + dt.timedelta(days=90)
    return {"account": account, "name": "统计平台", "until": day, "scopes": READ, "request": "批2026-3"}


def test_the_secret_is_shown_once_and_kept_as_a_hash(security, given):
    token, secret = issue_token(by=security, **given)
    assert token.hash == digest(secret.encode())
    assert token_of(secret) == token
    assert secret not in str(list(Token.objects.values()))
    event = Event.objects.order_by("-number").first()
    assert (event.verb, event.outcome, event.new["scopes"]) == (
        "issue_token",
        "done",
        [{"room": "plan", "unit": "", "below": False, "write": False}],
    )
    assert secret not in str(event.new)


def test_only_the_security_administrator_issues_and_never_to_administrators(security, given, account):
    before = Event.objects.count()
    for by, to in ((account, account), (security, security)):
        with pytest.raises(Denied):
            issue_token(by=by, **given | {"account": to})
    system = Account.objects.create(username="system", role=Role.SYSTEM)
    with pytest.raises(Denied):
        issue_token(by=system, **given)
    assert list(Event.objects.filter(number__gt=before).values_list("outcome", flat=True)) == ["denied"] * 3


@pytest.mark.parametrize("change", [{"until": dt.date(2020, 1, 1)}, {"until": dt.date(2099, 1, 1)}, {"scopes": []}])
def test_what_cannot_be_issued(security, given, change):
    with pytest.raises(Refused):
        issue_token(by=security, **given | change)
    assert Token.objects.count() == 0


def test_a_name_stands_for_one_token(security, given):
    token, _ = issue_token(by=security, **given)
    with pytest.raises(Refused, match="已有用途"):
        issue_token(by=security, **given)
    revoke_token(by=security, token=token, reason="更换")
    issue_token(by=security, **given)


def test_revoked_it_opens_nothing_and_cannot_be_revoked_again(security, given, account):
    token, secret = issue_token(by=security, **given)
    with pytest.raises(Denied):
        revoke_token(by=account, token=token, reason="x")
    revoke_token(by=security, token=token, reason="泄露")
    assert token_of(secret) is None
    assert Event.objects.order_by("-number").first().verb == "revoke_token"
    with pytest.raises(Refused, match="已经撤销"):
        revoke_token(by=security, token=token, reason="再撤")


def test_a_closed_account_takes_its_tokens_along(security, given, account):
    _, secret = issue_token(by=security, **given)
    Account.objects.update(is_active=False)
    assert token_of(secret) is None


def test_the_page_shows_the_secret_on_its_answer_alone(client, security, account):
    client.force_login(security)
    told = {"account": account.username, "name": "平台", "room_plan": "write", "until": "2099-01-01", "request": "批"}
    assert "至多一年" in client.post("/org/tokens/new/", told).content.decode()
    until = today() + dt.timedelta(days=30)
    page = client.post("/org/tokens/new/", told | {"until": str(until)}).content.decode()
    secret = page.split('value="kg_')[1].split('"')[0]
    listed = client.get("/org/tokens/").content.decode()
    assert "平台" in listed
    assert "谋划 读写 全部单位" in listed
    assert secret not in listed
    gone = client.post(f"/org/tokens/{Token.objects.get().pk}/revoke/", {"reason": "停用"})
    assert gone.status_code == 302
    client.force_login(account)
    assert client.get("/org/tokens/").status_code == 403
