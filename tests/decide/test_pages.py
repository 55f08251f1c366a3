"""The pages of the room: who opens which, what a form does, what a refusal says."""

import io

import pdfplumber
import pytest
from docx import Document

from kaogong.decide import actions
from kaogong.decide.models import Move, Objection, Settlement
from kaogong.decide.reports import circular_pdf
from kaogong.portal.queries.desk import desk

MM = 96 / 25.4
"""A millimetre in the units of the layout."""
FZ = ("fz_three_levels", "80.00分正好是良好", "township_grade")


def boxes_of(page):
    """Everything that lies on a page."""
    return page._page_box.descendants()


def words_of(page):
    """Every line of words on a page with its place in millimetres: left, top, bottom."""
    for box in boxes_of(page):
        if hasattr(box, "text") and box.text.strip():
            top = box.position_y / MM
            yield box.text.strip(), box.position_x / MM, top, top + box.height / MM


@pytest.fixture
def page(client, files):
    """A page as an account gets it."""

    def read(account, path, data=None, status=200):
        client.force_login(account)
        found = client.get(path) if data is None else client.post(path, data)
        assert found.status_code == status, (path, found.status_code, found.content.decode()[:2000])
        return found.content.decode() if not found.streaming and status in (200, 403, 404, 409, 422) else found

    return read


def test_an_empty_year_says_which_year_is_looked_at(page, make_run, office) -> None:
    made = make_run("fz_three_levels", "80.00分正好是良好")
    assert f"现在看的是{made.cycle}；要看往年的" in page(office, "/decide/")


def test_a_settlement_is_drawn_moved_and_checked_through_the_pages(page, make_run, office, member, body, line) -> None:
    run = make_run(*FZ[:2])
    assert "还没有拟定" in page(office, "/")
    assert "乡镇" in page(office, "/decide/draw/")
    page(office, "/decide/draw/", {"source": f"{run.pk}:{FZ[2]}"}, 302)
    made = Settlement.objects.get()
    shown = page(office, f"/decide/settlements/{made.pk}/")
    for words in ("80 分以上（含），不足 90 分", "总分 80 ≥ 80", "开始公示", "计算", "评定"):
        assert words in shown
    assert "西镇" not in page(office, f"/decide/settlements/{made.pk}/?grade=优秀")
    west = line(made, "西镇")
    form = page(office, f"/decide/lines/{west.pk}/")
    assert "登记等次调整" in form
    given = {"grade": "一般", "reason": "研判", "body": body.pk, "votes_for": 3, "votes_against": 3, "votes_none": 0}
    assert "没有过到会" in page(office, f"/decide/lines/{west.pk}/", given, 422)
    page(office, f"/decide/lines/{west.pk}/", given | {"votes_for": 5, "votes_against": 1}, 302)
    move = Move.objects.get()
    assert any("复核等次调整" in one.waiting.title for one in desk(member).lines)
    page(office, f"/decide/moves/{move.pk}/approve/", {}, 403)
    member.grant = None
    page(member, f"/decide/settlements/{made.pk}/", None, 403)


def test_publicity_and_publication_through_the_pages(
    page, settle, office, decision, body, stranger, on, make_account
) -> None:
    made = settle(*FZ)
    base = f"/decide/settlements/{made.pk}"
    page(stranger, f"{base}/", None, 403)
    page(stranger, f"{base}/begin/", {}, 403)
    page(office, f"{base}/begin/", {}, 302)
    assert "提出异议" in page(stranger, f"{base}/")
    assert "请写明" not in page(stranger, f"{base}/object/")
    page(stranger, f"{base}/object/", {"source": "staff", "words": "数字有误"}, 302)
    one = Objection.objects.get()
    assert "还有 1 件异议" not in page(office, f"{base}/close/", {}, 409)
    made.refresh_from_db()
    on(made.publicity_until.replace(day=10))
    assert "1 件异议没有答复" in page(office, f"{base}/close/", {}, 409)
    shown = page(office, f"{base}/")
    assert "还有 1 件异议待答复" in shown
    assert f'action="{base}/close/"' not in shown, "what cannot be done yet is not offered"
    assert f'href="{base}/object/"' not in shown
    page(stranger, f"{base}/object/", None, 302)
    page(stranger, f"/decide/objections/{one.pk}/answer/", None, 403)
    page(office, f"/decide/objections/{one.pk}/answer/", {"upheld": "no", "answer": "已核对"}, 302)
    assert "已答复：不采纳" in page(office, f"{base}/")
    page(office, f"{base}/close/", {}, 302)
    page(office, f"{base}/approve/", None, 403)
    assert "审定结果" in page(decision, f"{base}/approve/")
    approval = {"number": "示委〔2026〕15号", "body": body.pk, "day": "2026-11-10"}
    page(decision, f"{base}/approve/", approval, 302)
    given = {"number": "示效〔2026〕41号", "issuer": "市效能办", "audience": "public", "publish_on": "2026-11-01"}
    assert "不能早于今天" in page(office, f"{base}/publish/", given, 422)
    page(office, f"{base}/publish/", given | {"publish_on": "2026-11-10"}, 302)
    assert "示效〔2026〕41号" in page(stranger, "/decide/notices/")
    made.refresh_from_db()
    shown = page(stranger, f"/decide/notices/{made.publication.pk}/")
    assert "原文与摘要相符" in shown


def test_the_register_and_its_pages(page, settle, published, office, line, make_account, stranger) -> None:
    made = settle(*FZ)
    notice = published(made)
    shown = page(office, "/decide/results/")
    for words in ("登记簿", "单位及工作人员享受绩效奖励", "激励机制"):
        assert words in page(office, f"/decide/results/?settlement={made.pk}") or words in shown
    assert "还没有公布的结果" in page(stranger, "/decide/results/")
    one = made.consequences.filter(key="rectify_township").get()
    unit = make_account(("liaison", one.proposal.unit))
    assert one.unit_id == one.proposal.unit_id
    assert "书面整改报告" in page(unit, "/")
    page(unit, f"/decide/results/{one.pk}/", {"day": "2026-11-10", "words": ""}, 422)
    page(unit, f"/decide/results/{one.pk}/", {"day": "2026-11-10", "words": "已提交整改报告"}, 302)
    assert "已执行" in page(unit, f"/decide/results/{one.pk}/")
    page(office, f"/decide/settlements/{made.pk}/feedback/", {}, 302)
    sheet = made.sheets.first()
    shown = page(office, f"/decide/results/sheets/{sheet.pk}/")
    assert "源头原因" in shown
    assert '<form method="post"' not in shown.split("<main")[1].split("</main")[0], (
        "who reads a sheet is offered no form"
    )
    own = make_account(("liaison", sheet.proposal.unit))
    page(own, f"/decide/results/sheets/{sheet.pk}/", {"submit": ""}, 409)
    assert "使用率 0.0%" in page(office, "/decide/results/deliveries/")
    one = notice.deliveries.first()
    page(stranger, f"/decide/results/deliveries/{one.pk}/", None, 404)
    page(office, f"/decide/results/deliveries/{one.pk}/", {"use": "用于班子考核"}, 302)
    page(office, f"/decide/lines/{line(made, '东镇').pk}/nominate/", {"honour": "先进集体"}, 302)
    page(
        office,
        "/decide/disclosures/",
        {"kind": "targets", "title": "目标", "words": "见附件", "lines": "", "publish_on": "2026-11-10"},
        302,
    )
    assert "还有 1 项没有公开" in page(stranger, "/decide/disclosures/") or "评价基本标准" in page(
        stranger, "/decide/disclosures/"
    )


def test_lists_leave_as_workbooks(page, settle, published, office) -> None:
    made = settle(*FZ)
    published(made)
    for path in (f"/decide/settlements/{made.pk}/", "/decide/results/"):
        assert page(office, f"{path}?export=csv").startswith("\ufeff")


def test_the_circular_says_what_was_frozen_where_the_standard_puts_it(client, settle, published, office) -> None:
    notice = published(settle(*FZ))
    client.force_login(office)
    sent = client.get(f"/decide/notices/{notice.pk}/circular.pdf")
    assert sent.content.startswith(b"%PDF-")
    pages = circular_pdf.laid_out(notice).pages
    assert [round(side / MM) for side in (pages[0].width, pages[0].height)] == [210, 297]
    first = list(words_of(pages[0]))
    where = {words: (x, y) for words, x, y, _bottom in first}
    with pdfplumber.open(io.BytesIO(sent.content)) as paper:
        squeezed = "".join("".join(page.extract_text().split()) for page in paper.pages)
    for words in ("各被考核单位：", "一、总体情况", "优秀1个", "此件公开发布", "抄送：市纪委监委", notice.code):
        assert words in squeezed
    assert abs(where["各被考核单位："][0] - 28) < 1  # the type area begins 28 mm from the left
    assert abs(where["市委、市政府文件"][1] - 70.75) < 1  # the box of the head; its ink begins at 72 (test_papers)
    assert abs(where["示效〔2026〕41号"][1] - 108.6) < 1  # the number, two lines below the head
    red = next(
        box for box in boxes_of(pages[0]) if getattr(box, "element_tag", "") == "div" and 0 < box.height / MM < 1
    )
    assert abs((red.position_y + red.margin_top) / MM - 120.5) < 1  # the red line, 4 mm below the signs of the number
    made = Document(io.BytesIO(client.get(f"/decide/notices/{notice.pk}/circular.docx").content))
    section = made.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side.mm) for side in margins] == [37, 35, 28, 26]
    said = "".join(one.text for one in made.paragraphs)
    assert "各被考核单位：" in said
    assert notice.code in "".join(one.text for one in section.footer.paragraphs)


def test_a_notice_before_its_day_is_not_there(page, settle, approved, office, stranger) -> None:
    held = approved(settle(*FZ))
    import datetime as dt

    made = actions.publish(by=office, settlement=held, number="1号", issuer="局", publish_on=dt.date(2027, 1, 10))
    page(stranger, f"/decide/notices/{made.pk}/", None, 404)
    page(stranger, f"/decide/settlements/{held.pk}/", None, 403)
    assert "起可见" in page(office, f"/decide/notices/{made.pk}/")
