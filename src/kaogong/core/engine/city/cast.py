"""Who lives in the city: units, districts, townships, institutions, people. All names are invented.

Organs have the general names every city's organs have; places are joined from syllables; people have no
given names.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product

from kaogong.core.engine.city.chance import Chance

FIRST = "霁漪岫蘅洵湄澹皋芷棠嶂荇汐葭陂杼"
SECOND = "汀畴渚坞浔垣涧穗屿箬珩砚"
LISTED = (
    "发展规划、教育、科技、工业、民族事务、公共安全、民政、司法、财政、人力资源、自然资源、生态环境、"
    "住房建设、交通、水利、农业、商务、文化旅游、卫生健康、退役军人、应急、审计、国有资产、市场监管、"
    "体育、统计、医疗保障、信访、金融、粮食储备、林业、海洋、城市管理、行政审批、大数据、机关事务、"
    "投资促进、人民防空、地方志、档案、气象、地震、供销、住房公积金、知识产权、口岸、老龄、园林、节能、"
    "无线电"
)
FIELDS = tuple(LISTED.split("、"))
ENDINGS = ("局", "服务中心", "监督所")
INSTITUTIONS = ("中心医院", "中学", "农技推广站", "综合执法队")
SURNAMES = "陈林黄郑吴何杨叶宋韩唐冯邓曹彭曾肖田董潘"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in the city. `home`: the member it belongs to.

    `quality`: how well it does by nature, mostly 0.75 to 1.05. `size`: how much it has to do, 0.5 to 2.5.
    """

    id: str
    name: str
    home: str
    quality: Fraction
    size: Fraction


@dataclass(frozen=True)
class City:
    """The city of a seed. The numbers say how many there are of each sort."""

    units: int = 90
    districts: int = 12
    townships: int = 140
    seed: str = "kaogong"

    @cached_property
    def chance(self) -> Chance:
        """Where its numbers come from."""
        return Chance(self.seed)

    def members(self, sort: str) -> tuple[Member, ...]:
        """The members of a sort: `unit`, `district`, `township`, `institution`; `head of unit`, `staff of …`.

        Raises:
            KeyError: the city has nobody of that sort.
        """
        post, _, house = sort.rpartition(" of ")
        return self._people(post, house) if post else self._houses[sort]

    @cached_property
    def _houses(self) -> dict[str, tuple[Member, ...]]:
        districts = self._named("d", [f"{place}区" for place in self._places(self.districts, 0)])
        towns = [
            f"{place}{'乡' if number in self._rural else '镇'}"
            for number, place in enumerate(self._places(self.townships, self.districts))
        ]
        homes = [districts[self._spread(n, self.townships, self.districts)].id for n in range(self.townships)]
        held = self._named("i", self._institution_names())
        return {
            "unit": self._named("u", self._unit_names()),
            "district": districts,
            "township": self._named("t", towns, homes),
            "institution": held,
        }

    @cached_property
    def _rural(self) -> frozenset[int]:
        """The numbers of the townships that are not towns: every third."""
        return frozenset(range(2, self.townships, 3))

    def _unit_names(self) -> list[str]:
        rounds = ("", *(f"第{n}" for n in "二三四五六七八九"))
        names = (f"市{turn}{field}{ending}" for turn in rounds for ending in ENDINGS for field in FIELDS)
        return [name for _, name in zip(range(self.units), names, strict=False)]

    def _institution_names(self) -> list[str]:
        places = self._places(self.districts, 0)
        return [f"{place}{ending}" for place in places for ending in INSTITUTIONS]

    def _places(self, number: int, skip: int) -> list[str]:
        """So many names of places, no two the same: two syllables, then three, then four."""
        pairs = sorted(product(FIRST, SECOND), key=lambda pair: self.chance.part("place", *pair))
        names = longest = ["".join(pair) for pair in pairs]
        while len(names) < skip + number:
            longest = [name + last for name in longest for last in SECOND]
            names = names + longest
        return names[skip : skip + number]

    def _named(self, letter: str, names: list[str], homes: list[str] | None = None) -> tuple[Member, ...]:
        width = max(2, len(str(len(names))))
        return tuple(
            self._member(f"{letter}{number:0{width}}", name, homes[number - 1] if homes else "")
            for number, name in enumerate(names, 1)
        )

    def _member(self, key: str, name: str, home: str) -> Member:
        quality = Fraction(91, 100) + Fraction(26, 100) * self.chance.around("quality", key)
        size = Fraction(1, 2) + 2 * self.chance.part("size", key)
        return Member(key, name, home, quality, size)

    def _people(self, post: str, house: str) -> tuple[Member, ...]:
        """The people of a post: one head a house, several staff."""
        found = []
        for home in self._houses[house]:
            for number in range(1, 2 if post == "head" else 4):
                key = f"{home.id}-{post}{'' if post == 'head' else number}"
                name = f"{self.chance.pick(SURNAMES, 'surname', key)}某（{home.name}）"
                found.append(self._member(key, name, home.id))
        return tuple(found)

    @staticmethod
    def _spread(number: int, among: int, homes: int) -> int:
        """The home of a number, so that all homes have about as many."""
        return int(Fraction(number * homes, among))
