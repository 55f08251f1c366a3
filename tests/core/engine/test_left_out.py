"""What is left out: headings by their own policy, and items of shorter periods in the periods that do not count."""

from fractions import Fraction

from core.scheme import small
from kaogong.core.engine.facts import Facts
from kaogong.core.engine.run import score

FACTS = """\
facts:
  done: {name: 办结数, type: integer, every: year}
  due: {name: 应办数, type: integer, every: year}
  sold: {name: 月销量, type: integer, every: month, over: sum}
"""
FIRM = "{id: firm, name: 固定, full: 50, method: fixed, marks: full}"
HALF = "{id: half, name: 一半, full: 20, method: fixed, marks: 10}"
MONTHLY = "every: month, method: formula, formula: sold, cap: none"


def result(*items, facts=(), lake=True):
    """The values of the one subject; `facts`: (fact, period, value)."""
    book = small.book(*items, head=small.HEAD, facts=FACTS)
    subjects = [{"subject": "a", "class": "town", "lake_town": lake}]
    given = [{"subject": "a", "period": period, "fact": fact, "value": value} for fact, period, value in facts]
    run = score(book, Facts.from_rows(book, subjects=subjects, facts=given), period="2026")
    try:
        (found,) = run.rows("unit")
        return found
    finally:
        run.close()


def months(*values):
    """The sales of January, February, …; None: not reported."""
    return [("sold", f"2026-{n:02}", value) for n, value in enumerate(values, 1) if value is not None]


def heading(more):
    """A heading over one leaf that lacks its facts."""
    leaf = "{id: leaf, name: 叶, full: 30, method: ratio, of: done, target: due}"
    return f"{{id: head, name: 标题, full: 30, {more}, items: [{leaf}]}}"


def test_a_heading_has_a_policy_of_its_own():
    assert result(FIRM, heading("missing: zero"))["total"] == 50
    assert result(FIRM, heading("missing: full"))["total"] == 80
    assert result(FIRM, heading("missing: exclude"))["total"] == 50
    assert result(FIRM, HALF, heading("missing: rescale"))["total"] == Fraction(60 * 100, 70).__round__(2)
    assert result(FIRM, heading("combine: sum"))["total"] is None


def test_a_heading_whose_parts_are_all_left_out_has_no_score():
    leaf = "{id: leaf, name: 叶, full: 30, applies: lake_town, not_applicable: exclude, method: fixed, marks: full}"
    found = result(FIRM, f"{{id: head, name: 标题, full: 30, missing: full, items: [{leaf}]}}", lake=False)
    assert found["head"] is None
    assert found["total"] == 50


def test_a_heading_that_refuses_has_no_score_without_any_part():
    leaf = "{id: leaf, name: 叶, full: 30, missing: exclude, method: ratio, of: done, target: due}"
    assert result(FIRM, f"{{id: head, name: 标题, full: 30, items: [{leaf}]}}")["total"] == 50
    assert result(FIRM, f"{{id: head, name: 标题, full: 30, missing: refuse, items: [{leaf}]}}")["total"] is None


def test_a_heading_that_does_not_apply_is_not_asked_for_its_parts():
    leaf = "{id: leaf, name: 叶, full: 30, missing: exclude, method: ratio, of: done, target: due}"
    head = f"{{id: head, name: 标题, full: 30, applies: lake_town, not_applicable: full, items: [{leaf}]}}"
    assert result(FIRM, head, lake=False)["total"] == 80
    assert result(FIRM, head, lake=None)["total"] is None


def test_a_month_that_is_left_out_does_not_count():
    mean = f"{{id: m, name: 月均, full: 50, {MONTHLY}, missing: exclude, rollup: {{by: mean}}}}"
    assert result(FIRM, mean, facts=months(10, None, 20))["m"] == 15


def test_an_item_left_out_in_every_month_is_left_out_of_the_year():
    kept = months(1, 1)
    item = (
        f"{{id: m, name: 月均, full: 30, {MONTHLY}, applies: lake_town, not_applicable: exclude, rollup: {{by: sum}}}}"
    )
    assert result(FIRM, item, facts=kept, lake=False)["total"] == 50
    scaled = item.replace("exclude", "rescale")
    assert result(FIRM, scaled, facts=kept, lake=False)["total"] == 80
    inside = f"{{id: head, name: 标题, full: 30, items: [{scaled}]}}"
    assert result(FIRM, inside, facts=kept, lake=False)["total"] == 80
