"""Which members of the city each rulebook appraises, and as what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

YEAR = 2020
"""The year that is appraised: every rulebook played here was in force in it."""


@dataclass(frozen=True, slots=True)
class Role:
    """Members of a sort and the classes they have, in turn; an empty class: not appraised by this rulebook.

    `link`: the link from each to its home.
    """

    sort: str
    classes: tuple[str, ...]
    link: str = ""


@dataclass(frozen=True, slots=True)
class Play:
    """A rulebook and its cast.

    `wholes`: facts that are a part of another fact where the rulebook's formulas do not say so.
    `usual`: what a number is usually about, likewise.
    """

    rulebook: str
    roles: tuple[Role, ...]
    wholes: Mapping[str, str] = field(default_factory=dict)
    usual: Mapping[str, int] = field(default_factory=dict)


PLAYS: tuple[Play, ...] = (
    Play(
        "wh_approvals",
        (Role("unit", ("dept", "")),),
        wholes={"items_online": "items_total"},
        usual={"items_total": 14, "completed": 60},
    ),
    Play(
        "qd_coastal_city",
        (
            Role("unit", ("city_unit",)),
            Role("district", ("core", "coast", "county")),
            Role("head of unit", ("head",), "serves"),
            Role("head of district", ("core_leader", "coast_leader", "county_leader"), "serves"),
        ),
    ),
    Play(
        "fz_three_levels",
        (
            Role("unit", ("bureau", "bureau", "party")),
            Role("district", ("county", "county", "zone")),
            Role("township", ("township",)),
        ),
        usual={"valid_answers": 400, "level_before": 110, "city_growth": 3},
    ),
    Play(
        "qh_county",
        (
            Role("township", ("town", "town", "township")),
            Role("head of district", ("officer",)),
            Role("staff of district", ("staff",)),
        ),
        usual={"workdays": 21, "articles_target": 6, "own_leads": 2},
    ),
    Play(
        "lz_institutions",
        (
            Role("institution", ("health", "education", "agriculture", "enforcement")),
            Role("staff of institution", ("staff",), "belongs_to"),
            Role("head of institution", ("head",), "belongs_to"),
        ),
        usual={"pupils": 900, "standard_before": 800, "standard_after": 900, "allocation": 60000},
    ),
)
