"""Other systems read how far an appeal is and its days; what anybody said is not told."""

import datetime as dt

import pytest

from answer.conftest import SAID
from kaogong.org.actions import Reaching, issue_token
from kaogong.org.models import Token
from kaogong.org.queries import today


@pytest.fixture
def ask(client, db):
    def make(account, room="answer", unit=None):
        given = {"account": account, "name": f"系统{Token.objects.count()}", "request": "测试"}
        until = today() + dt.timedelta(days=90)
        scopes = [Reaching(room, unit, False, False)]
        secret = issue_token(by=None, scopes=scopes, until=until, **given)[1]
        return lambda path, **asked: client.get(
            f"/api/answer{path}", asked, headers={"Authorization": f"Bearer {secret}"}
        )

    return make


def test_state_and_days_are_told_and_no_words(ask, appeal, head, team, bureau):
    """绩效办和本单位的令牌读得到状态和期限，读不到双方写了什么。"""
    for account in (team, head):
        answer = ask(account)("/appeals")
        (told,) = answer.json()["items"]
        assert (told["number"], told["state"], told["unit"]) == (appeal.number, "lodged", bureau.code)
        assert (told["last_on"], told["hearing_due"]) == (str(appeal.last_on), str(appeal.hearing_due))
        assert (told["person"], told["ruled_on"], told["outcome"]) == (False, None, None)
        whole = ask(account)(f"/appeals/{appeal.pk}").content.decode()
        for words in (*SAID.values(), appeal.title):
            assert words not in answer.content.decode() + whole
    assert ask(team)("/appeals", state="filed").json()["count"] == 0


def test_others_read_nothing_and_faults_are_problems(ask, appeal, stranger, team, make_unit):
    assert ask(stranger)("/appeals").json()["count"] == 0
    for answer, status in (
        (ask(stranger)(f"/appeals/{appeal.pk}"), 404),
        (ask(team, unit=make_unit("外局"))(f"/appeals/{appeal.pk}"), 404),
        (ask(team)("/appeals", state="lost"), 422),
        (ask(team, room="decide")("/appeals"), 403),
    ):
        assert answer.status_code == status
        assert answer.headers["Content-Type"].startswith("application/problem+json")
