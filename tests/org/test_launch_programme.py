"""A year is launched when nobody who must take part or be covered is missing."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.org.actions import cover_units, draft_programme, launch_programme, name_partner, revise_unit
from kaogong.org.models.programmes import ALL_KINDS
from kaogong.org.queries import coverage, partners_missing

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(make_unit):
    return make_unit("市效能办", track="party")


@pytest.mark.clause("FZ-01")
def test_with_five_of_six_partners_it_stays_a_draft(keeper, office, make_unit, log) -> None:
    """2020年度方案：牵头市效能办，配合单位六缺一，可存草稿，不能启动，点名市统计局。"""
    names = ["市委组织部", "市委编办", "市财政局", "市人社局", "市统计局", "市发改委"]
    units = {name: make_unit(name) for name in names}
    draft = draft_programme(by=keeper, year=2020, title="绩效考评", lead=office, partners=names)
    for name in names:
        if name != "市统计局":
            name_partner(by=keeper, programme=draft, name=name, unit=units[name], role="提供数据")
    cover_units(by=keeper, programme=draft, units=[office, *units.values()])
    with pytest.raises(Refused, match="缺配合单位：市统计局。"):
        launch_programme(by=keeper, programme=draft)
    assert (draft.state, partners_missing(draft)) == ("draft", ["市统计局"])
    name_partner(by=keeper, programme=draft, name="市统计局", unit=units["市统计局"], role="核数据")
    assert launch_programme(by=keeper, programme=draft).state == "launched"
    assert log.news()[-1] == ("launch_programme", "done")


@pytest.mark.clause("FZ-02")
def test_a_township_without_a_county_keeps_the_cycle_closed(keeper, office, make_unit, page) -> None:
    """13个县，1个乡镇没有上级县：报1个孤立单位，不能启动；改正后三级覆盖都是100%。"""
    counties = [make_unit(f"第{number}县", level="county", track="area") for number in range(13)]
    townships = [
        make_unit(f"第{number}镇", level="township", track="area", parent=counties[number]) for number in range(4)
    ]
    lost = make_unit("孤镇", level="township", track="area")
    levels = ["city", "county", "township"]
    draft = draft_programme(by=keeper, year=2020, title="三级联考", lead=office, levels=levels)
    cover_units(by=keeper, programme=draft, units=[office, *counties, *townships, lost])
    assert [one.name for one in coverage(draft).orphans] == ["孤镇"]
    with pytest.raises(Refused, match=r"1 个单位没有上级县.*孤镇"):
        launch_programme(by=keeper, programme=draft)
    revise_unit(by=keeper, unit=lost, since=dt.date(2024, 6, 1), reason="补录", parent=counties[0])
    told = page(keeper, f"/org/programme/{draft.pk}/")
    assert [f"{level} 100.0%" in told for level in ("市级", "县(市)区", "乡镇(街道)")] == [True] * 3
    assert launch_programme(by=keeper, programme=draft).state == "launched"


@pytest.mark.clause("YL-01")
def test_each_of_eight_kinds_of_body_is_covered(keeper, office, make_unit) -> None:
    """考评范围八类：漏了双重管理单位，完整性检查列出；八类齐全通过。"""
    units = [make_unit(track=track, level="county" if track == "area" else "city") for track in ALL_KINDS]
    dual = units[ALL_KINDS.index("dual")]
    draft = draft_programme(by=keeper, year=2026, title="考评", lead=office, kinds=ALL_KINDS)
    cover_units(by=keeper, programme=draft, units=[office, *(one for one in units if one != dual)])
    found = coverage(draft)
    assert (len(ALL_KINDS), found.kinds_missing, [one.unit for one in found.left_out]) == (8, ["dual"], [dual])
    with pytest.raises(Refused, match="双重管理单位"):
        launch_programme(by=keeper, programme=draft)
    cover_units(by=keeper, programme=draft, units=[dual])
    assert coverage(draft).whole
    assert launch_programme(by=keeper, programme=draft).state == "launched"


@pytest.mark.clause("HB-20")
def test_eleven_of_twelve_bodies_are_covered(keeper, make_unit) -> None:
    """应纳入12家，年度方案列了11家：覆盖91.7%，点名1家；12家100%。"""
    units = [make_unit(f"第{number}机关") for number in range(12)]
    draft = draft_programme(by=keeper, year=2026, title="效能建设", lead=units[0], kinds=["government"])
    cover_units(by=keeper, programme=draft, units=units[:11])
    found = coverage(draft)
    assert (str(found.percent), [one.name for one in found.left_out]) == ("91.7", ["第11机关"])
    cover_units(by=keeper, programme=draft, units=units[11:])
    assert (str(coverage(draft).percent), coverage(draft).left_out) == ("100.0", [])


def test_once_launched_it_changes_no_more(keeper, office, log) -> None:
    draft = draft_programme(by=keeper, year=2026, title="考评", lead=office)
    with pytest.raises(Refused, match="同名"):
        draft_programme(by=keeper, year=2026, title="考评", lead=office)
    cover_units(by=keeper, programme=draft, units=[office])
    launch_programme(by=keeper, programme=draft)
    for again in (
        lambda: cover_units(by=keeper, programme=draft, units=[office]),
        lambda: name_partner(by=keeper, programme=draft, name="甲", unit=office, role=""),
        lambda: launch_programme(by=keeper, programme=draft),
    ):
        with pytest.raises(Refused, match="已启动"):
            again()
    assert [verb for verb, _outcome in log.news()] == ["draft_programme", "cover_units", "launch_programme"]


def test_only_the_office_launches(only_keeper, office) -> None:
    draft = draft_programme(by=None, year=2026, title="考评", lead=office)
    only_keeper(launch_programme, programme=draft)
