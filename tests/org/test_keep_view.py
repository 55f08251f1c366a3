"""Lists as somebody likes them: columns chosen, kept under a name, exported as they are seen."""

import io

import pytest
import python_calamine

from kaogong.audit.actions import Refused
from kaogong.org.actions.typed import MOST_VIEWS, keep_view
from kaogong.org.models import Account, View
from kaogong.org.models.accounts import Role


@pytest.fixture
def system(client, db):
    made = Account.objects.create(username="system", role=Role.SYSTEM)
    client.force_login(made)
    return made


def heads(page):
    import re

    return [re.sub(r"<[^>]+>", "", one) for one in re.findall(r'<th scope="col"[^>]*>(.*?)</th>', page)]


def test_columns_are_chosen_and_the_first_always_stays(client, system):
    assert heads(client.get("/org/accounts/").content.decode()) == ["账号", "人员", "类别", "状态", "开通", "办理"]
    page = client.get("/org/accounts/?col=role&col=active&sort=-role").content.decode()
    assert heads(page) == ["账号", "类别", "状态"]
    assert page.count('name="col" value="role"') == 2  # kept by the filter, and ticked among the choices
    assert heads(client.get("/org/accounts/?col=nothing").content.decode())[-1] == "办理"


def test_what_is_exported_is_what_is_seen(client, system):
    sent = client.get("/org/accounts/?col=role&export=xlsx")
    rows = python_calamine.load_workbook(io.BytesIO(sent.content)).get_sheet_by_index(0).to_python()
    assert rows == [["账号", "类别"], ["system", "系统管理员"]]


def test_a_view_is_kept_under_a_name_and_opened_again(client, system):
    told = {"page": "/org/accounts/", "asked": "q=sys&col=role", "name": "系统账号"}
    assert client.post("/org/views/", told)["Location"] == "/org/accounts/?q=sys&col=role"
    page = client.get("/org/accounts/?q=sys&col=role").content.decode()
    assert '<a href="/org/accounts/?q=sys&amp;col=role" aria-current="true">系统账号</a>' in page
    client.post("/org/views/", told | {"asked": ""})
    assert View.objects.get().asked == ""


def test_a_view_is_its_owners(client, system, account):
    held = keep_view(account=account, page="/org/accounts/", name="别人的", asked="")
    assert "别人的" not in client.get("/org/accounts/").content.decode()
    assert client.post(f"/org/views/{held.pk}/remove/").status_code == 404
    client.force_login(account)
    assert client.post(f"/org/views/{held.pk}/remove/").status_code == 302
    assert View.objects.count() == 0


def test_a_view_needs_a_name_and_a_page_of_ours(client, system):
    for number in range(MOST_VIEWS):
        keep_view(account=system, page="/a/", name=str(number), asked="")
    with pytest.raises(Refused, match="至多存"):
        keep_view(account=system, page="/a/", name="再一个", asked="")
    with pytest.raises(Refused, match="名字"):
        keep_view(account=system, page="/b/", name=" ", asked="")
    assert client.post("/org/views/", {"page": "//elsewhere.example/", "name": "x"})["Location"] == "/"
