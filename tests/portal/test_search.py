"""The search finds units by their name, or by the first letters of it."""

import pytest


@pytest.mark.parametrize("asked", ["交通", "示范 交通", "T01", "sfjtj", "SFJT"])
def test_a_unit_is_found(desk_of, asked) -> None:
    assert "示范交通局" in desk_of.get("/search/", {"q": asked}).content.decode()


@pytest.mark.parametrize("asked", ["交通 卫生", "没有的"])
def test_all_words_must_be_there(desk_of, asked) -> None:
    page = desk_of.get("/search/", {"q": asked}).content.decode()
    assert f"没有找到“{asked}”" in page


def test_an_empty_question_says_what_can_be_asked(desk_of) -> None:
    assert "写出要找的单位" in desk_of.get("/search/").content.decode()


def test_what_is_asked_is_not_markup(desk_of) -> None:
    assert "<script>alert" not in desk_of.get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()
