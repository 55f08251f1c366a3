"""Short tables: a column of nothing but figures stands to the right, also where cells are empty; years and codes do not."""

import pytest

from kaogong.org.views.deeds import Table
from kaogong.org.views.listing import Cell

COLUMNS = {
    "amounts": (["172,500.00", "1980.05", "—"], True),
    "losses": (["−0.5", "-1", "0"], True),
    "shares": (["12.5%", "100%", ""], True),
    "years": (["2025", "2026", "2026"], False),
    "codes": (["00012", "00013", "00014"], False),
    "months": (["2026-05", "2026-06", "2026-07"], False),
    "words": (["3", "没有", "5"], False),
    "nothing": (["", "—", ""], False),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_figures_stand_to_the_right(name: str) -> None:
    cells, right = COLUMNS[name]
    table = Table("", ("人员", name), [[Cell("7"), Cell(one)] for one in cells], "")
    assert [number for _head, number in table.columns] == [False, right]
    assert [[number for _head, _cell, number in line] for line in table.lines] == [[False, right]] * 3
