"""The language of the pages: chosen by whoever looks, remembered by the browser, the same for every page."""

from django.test import Client


def test_it_is_chosen_at_the_door_and_remembered(client, db, files) -> None:
    assert 'lang="zh-CN"' in client.get("/sign-in/").content.decode()
    answer = client.post("/language/", {"language": "en", "next": "/sign-in/"})
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")
    kept = answer.cookies["django_language"]
    assert (kept.value, kept["httponly"], kept["samesite"]) == ("en", True, "Lax")
    assert kept["max-age"] == 365 * 24 * 3600
    words = client.get("/sign-in/").content.decode()
    assert '<html lang="en">' in words
    assert "Sign in" in words
    assert "登录" not in words
    client.post("/language/", {"language": "zh-hans", "next": "/sign-in/"})
    assert "登录" in client.get("/sign-in/").content.decode()


def test_it_leads_nowhere_else_and_needs_the_token_of_a_page(client, db, files) -> None:
    answer = client.post("/language/", {"language": "en", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"
    assert Client(enforce_csrf_checks=True).post("/language/", {"language": "en"}).status_code == 403


def test_pages_follow_within_the_house(desk_of, files) -> None:
    desk_of.post("/language/", {"language": "en"})
    words = desk_of.get("/").content.decode()
    assert '<html lang="en">' in words
    assert "<h1>My desk</h1>" in words
    missing = desk_of.get("/no-such-page/")
    assert missing.status_code == 404
    assert "There is no such page" in missing.content.decode()
    assert "自然日" not in words
