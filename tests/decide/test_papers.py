"""Letters and certificates, reviews and reports, talks and advice: issued, handed in, held, answered; and read back from paper."""

import datetime as dt
import io
import itertools

import pdfplumber
import pypdfium2
import pytest
from django.urls import reverse

from kaogong.audit.actions import Refused
from kaogong.decide import actions
from kaogong.decide.models import Paper
from kaogong.decide.queries.papers import first_words, paper_unaltered, seen_papers
from kaogong.decide.reports import circular_pdf, letter_docx, letter_pdf
from kaogong.decide.reports.circular import edition_words
from kaogong.org.models.powers import Power

FZ = ("fz_three_levels", "当年评为差，三项都有", "township_grade")
MM, NEAR, DPI = 72 / 25.4, 1, 200
DAY = dt.date(2026, 11, 10)
LATER = dt.date(2026, 12, 1)


@pytest.fixture
def due(settle, published):
    """A consequence that is due, of a published result."""
    made = settle(*FZ)
    published(made)
    return made.consequences.filter(state="due", proposal__final="差").order_by("key").first()


@pytest.fixture
def issued(due, office):
    """A letter or a certificate that was issued."""

    def make(kind="letter"):
        Paper.objects.filter(consequence=due).delete()
        due.refresh_from_db()
        given = {"number": due.number or "示效函〔2026〕3号", "title": "关于对乡镇通报批评的函", "issuer": "市效能办"}
        return actions.issue_paper(
            by=office, consequence=due, kind=kind, paragraphs=first_words(due, kind), issued_on=DAY, **given
        )

    return make


def opened(data):
    return pdfplumber.open(io.BytesIO(data)).pages


def red(dot):
    return dot[0] > 150 and dot[1] < 90 and dot[2] < 90


def black(dot):
    return max(dot) < 100


def rows_of(data, colour, page=0, across=(0, 210), below=0):
    """Where a colour stands on a page as it prints: the first and last millimetre of each block of lines that have it."""
    picture = pypdfium2.PdfDocument(data)[page].render(scale=DPI / 72).to_pil().convert("RGB")
    width, height = picture.size
    dots = picture.load()
    first, last = (int(one * DPI / 25.4) for one in across)
    begin = int(below * DPI / 25.4)
    rows = [y >= begin and any(colour(dots[x, y]) for x in range(first, min(last, width), 2)) for y in range(height)]
    found, start = [], None
    for y, there in enumerate([*rows, False]):
        if there and start is None:
            start = y
        elif not there and start is not None:
            found.append((start * 25.4 / DPI, y * 25.4 / DPI))
            start = None
    return found


def near(value, wanted):
    return abs(value - wanted) <= NEAR


def test_a_letter_lies_where_the_standard_puts_it(issued):
    """信函格式：标志上边缘距页边30毫米，下4毫米红色双线、线长170毫米，下双线距下页边20毫米，文号顶格居右。"""
    letter = issued()
    data = letter_pdf.write(letter)
    page = opened(data)[0]
    blocks = rows_of(data, red)
    assert near(blocks[0][0], 30), blocks
    lines = [one for one in blocks if one[1] - one[0] < 1.2]
    assert near(lines[0][0] - blocks[0][1], 4), blocks
    assert near(297 - lines[-1][1], 20), blocks
    rects = [one for one in page.rects + page.lines if (one["x1"] - one["x0"]) / MM > 160]
    for one in rects:
        assert near((one["x1"] - one["x0"]) / MM, 170)
        assert near(one["x0"] / MM, 20)
    words = page.extract_words()
    number = next(one for one in words if "示效函" in one["text"])
    assert near(number["x1"] / MM, 210 - 26)
    title = next(one for one in words if "关于对乡镇" in one["text"])
    assert near((title["x0"] + title["x1"]) / 2 / MM, 28 + 156 / 2)
    body = [one for one in words if one["x0"] / MM < 29 and one["top"] > title["bottom"]]
    assert near(body[0]["x0"] / MM, 28)
    assert "— 1 —" not in page.extract_text()
    assert letter.sm3 in page.extract_text(), "the digest stands in the foot, under the code"
    day = next(one for one in words if one["text"].startswith("2026年"))
    assert all(one["top"] / MM > 262 for one in words if one["top"] > day["bottom"]), "nothing stands below the day"


def test_a_circular_lies_where_the_standard_puts_it(settle, published):
    """文件格式：标志上边缘距版心上边缘35毫米，文号下4毫米红线与版心等宽，正文每面22行、每行28字。"""
    notice = published(settle("fz_three_levels", "80.00分正好是良好", "township_grade"))
    data = circular_pdf.write(notice)
    page = opened(data)[0]
    head, line = rows_of(data, red)[0], rows_of(data, red)[-1]
    assert near(head[0], 37 + 35)
    chars = page.chars
    number = next(one for one in chars if one["text"] == "〔")
    assert near(line[0] - rows_of(data, black)[0][1], 4)
    rule = next(one for one in page.rects if near((one["x1"] - one["x0"]) / MM, 156))
    assert near(rule["x0"] / MM, 28)
    pitches = sorted(
        {round(one["top"], 1) for one in chars if abs(one["size"] - 16) < 0.1 and one["top"] > number["bottom"]}
    )
    steps = [after - before for before, after in itertools.pairwise(pitches) if 20 < after - before < 40]
    assert all(near(one / MM, 225 / 22) for one in steps)
    foot = next(one for one in page.chars if one["text"] == "—" and one["top"] / MM > 262)
    dash = rows_of(data, black, across=(foot["x0"] / MM, foot["x1"] / MM), below=262)
    assert near(dash[0][0], 297 - 35 + 7), "the dash of the page number lies 7 mm below the type area"
    assert abs(foot["size"] - 14) < 0.1


def test_a_certificate_says_what_was_frozen_and_every_form_is_written(issued):
    one = issued("certificate")
    text = "".join(page.extract_text() or "" for page in opened(letter_pdf.write(one))).replace(" ", "")
    assert one.code in text
    assert one.number in text
    assert "特发此证" in text
    assert f"SM3{one.sm3}" in text
    assert letter_docx.write(one).startswith(b"PK")


def test_its_code_opens_the_record_and_a_withdrawn_one_says_so(issued, office, client, due, events):
    one = issued()
    events()
    assert one.number == due.proposal.settlement.consequences.get(pk=due.pk).number
    page = client.get(reverse("portal:public_record", args=[one.code]))
    shown = page.content.decode()
    assert one.number in shown
    assert "原文与摘要值相符" in shown
    Paper.objects.filter(pk=one.pk).update(text=one.text.replace("通报", "表扬"))
    one.refresh_from_db()
    assert not paper_unaltered(one)
    actions.withdraw_paper(by=office, paper=one, why="文号有误")
    assert events() == ["withdraw_paper"]
    assert "已撤回" in client.get(reverse("portal:public_record", args=[one.code])).content.decode()


def test_numbers_are_given_once_and_only_the_unit_sees_its_paper(issued, due, office, make_account, denied):
    one = issued()
    with pytest.raises(Refused, match="已印发"):
        actions.issue_paper(
            by=office, consequence=due, kind="letter", number="x", title="t", issuer="i", paragraphs=["p"]
        )
    denied(actions.issue_paper, consequence=due, kind="letter", number="y", title="t", issuer="i", paragraphs=["p"])
    own = make_account((Power.HEAD, due.proposal.unit))
    assert list(seen_papers(own)) == [one]
    assert not seen_papers(make_account((Power.HEAD, due.settlement.run.cycle.organiser))).exists()


def test_a_report_is_asked_handed_in_given_back_and_accepted(due, office, make_account, on, events, denied):
    unit = due.proposal.unit
    own, checker = make_account((Power.LIAISON, unit)), make_account(Power.DISCIPLINE)
    with pytest.raises(Refused, match="由谁作"):
        actions.ask_report(by=office, ground=due, kind="self_review", due=LATER)
    report = actions.ask_report(by=office, ground=due, kind="rectification", due=LATER)
    with pytest.raises(Refused, match="整改结果"):
        actions.hand_in_report(by=own, report=report, cause="统筹不够", measures="专班推进")
    said = {"cause": "统筹不够", "measures": "专班推进", "result": "已完成 8 项"}
    denied(actions.hand_in_report, report=report, **said)
    events()
    actions.hand_in_report(by=own, report=report, **said)
    denied(actions.check_report, by=own, report=report, accepted=True)
    with pytest.raises(Refused, match="还缺什么"):
        actions.check_report(by=checker, report=report, accepted=False)
    actions.check_report(by=checker, report=report, accepted=False, told="缺佐证")
    actions.hand_in_report(by=own, report=report, **said)
    actions.check_report(by=checker, report=report, accepted=True)
    report.refresh_from_db()
    assert (report.state, report.returns) == ("accepted", 1)
    assert [one for one in events() if "denied" not in one] == [
        "hand_in_report", "check_report", "hand_in_report", "check_report",
    ]  # fmt: skip


def test_a_talk_is_held_by_another_and_advice_gets_its_answer(
    due, office, make_account, make_person, body, denied, client
):
    person, talker = make_person("谈话对象"), make_person("谈话人")
    with pytest.raises(Refused, match="不能是本人"):
        actions.plan_talk(by=office, ground=due, person=person, talker=person, due=LATER)
    talk = actions.plan_talk(by=office, ground=due, person=person, talker=talker, due=LATER)
    said = {"words": "指出差距", "response": "接受，整改", "day": DAY}
    denied(actions.hold_talk, by=make_account(Power.OFFICE, person=person), talk=talk, **said)
    holder = make_account(person=talker)
    client.force_login(holder)
    assert "谈话对象" in client.get("/decide/talks/").content.decode(), "who holds a talk finds it"
    actions.hold_talk(by=holder, talk=talk, **said)
    client.force_login(make_account(person=make_person("旁人")))
    assert client.get("/decide/talks/").status_code == 403
    given = {"number": "示绩领〔2026〕9号", "what": "调整岗位", "reason": "连续两年偏低", "receiver": "市委组织部"}
    own = make_account(Power.OFFICE, person=person)
    with pytest.raises(Refused, match="对自己"):
        actions.advise_personnel(by=own, ground=due, person=person, body=body, **given)
    advice = actions.advise_personnel(by=office, ground=due, person=person, body=body, **given)
    assert advice.due == dt.date(2026, 12, 10)
    denied(actions.answer_advice, by=own, advice=advice, taken=True, answer="x", day=DAY)
    actions.answer_advice(by=office, advice=advice, taken=True, answer="已调整", day=DAY)
    with pytest.raises(Refused):
        actions.answer_advice(by=office, advice=advice, taken=False, answer="再答", day=DAY)


def test_pages_open_for_whom_they_are(issued, due, office, decision, make_account, client):
    one = issued()
    report = actions.ask_report(by=office, ground=due, kind="rectification", due=LATER)
    case = actions.open_case(by=office, kind="conduct", manner="slow", unit=due.proposal.unit, words="拖延")
    own = make_account((Power.HEAD, due.proposal.unit))
    shared = [reverse(f"decide:{name}") for name in ("papers", "reports", "consequences", "sheets", "deliveries")]
    shared += [reverse("decide:paper", args=[one.pk]), reverse("decide:report", args=[report.pk]),
               reverse("decide:consequence", args=[due.pk])]  # fmt: skip
    above = [
        reverse(f"decide:{name}") for name in ("cases", "case_figures", "talks", "advices", "conduct", "catalogue")
    ]
    above += [reverse("decide:case", args=[case.pk]), reverse("decide:points", args=[due.settlement_id]),
              reverse("decide:pack", args=[due.settlement_id, "docx"])]  # fmt: skip
    cycle = f"?cycle={due.settlement.run.cycle_id}"
    above += [reverse("decide:effects") + cycle, reverse("decide:nominations") + cycle]
    client.force_login(office)
    assert [url for url in shared + above if client.get(url).status_code != 200] == []
    client.force_login(own)
    assert [url for url in shared if client.get(url).status_code != 200] == []
    assert [url for url in above if client.get(url).status_code not in (403, 404)] == []
    assert client.post(reverse("decide:check_report", args=[report.pk])).status_code == 403


@pytest.mark.parametrize(("edition", "words"), [("2026", "2026版"), ("1", "第1版"), ("2026修订", "2026修订版")])
def test_an_edition_is_called_by_its_year_or_its_number(edition, words):
    assert edition_words(edition) == words
