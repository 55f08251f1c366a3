"""Evidence is shown by its hash; shown by another unit too, it says where."""

import pytest

from kaogong.audit.actions import Refused
from kaogong.monitor import actions
from kaogong.monitor.queries import reused


def test_shown_and_withdrawn_and_kept(liaison, road, make_report, sealed, events):
    report = make_report(road)
    proof = sealed()
    events()
    (made,) = actions.attach(by=liaison, report=report, evidence=[(proof, "验收单.txt")], place="3 号标段")
    actions.withdraw_attachment(by=liaison, attachment=made)
    assert events() == ["attach", "withdraw_attachment"]
    assert report.attachments.count() == 1
    (again,) = actions.attach(by=liaison, report=report, evidence=[(proof, "验收单.txt")])
    assert (again.pk, again.withdrawn) == (made.pk, False)


def test_another_unit_with_the_same_file_is_named(liaison, road, make_unit, make_target, make_report, put, sealed):
    other = make_unit("第九局")
    theirs = put(make_target("5", name="水库加固", unit=other), "5", "2026-09", "draft")
    proof = sealed()
    actions.attach(by=None, report=theirs, evidence=[(proof, "现场.txt")])
    report = make_report(road)
    actions.attach(by=liaison, report=report, evidence=[(proof, "我的现场.txt"), (sealed("另一份"), "b.txt")])
    found = reused(report)
    assert list(found) == [proof.pk]
    assert (found[proof.pk][0].unit, found[proof.pk][0].target, found[proof.pk][0].period) == (
        "第九局",
        "水库加固",
        "2026-09",
    )


def test_not_after_handing_in_not_too_many_not_by_others(liaison, office, road, make_report, sealed, denied):
    report = make_report(road)
    denied(actions.attach, by=office, report=report, evidence=[])
    actions.set_rules(by=office, cycle=road.cycle, pieces=1)
    with pytest.raises(Refused, match="至多附 1 件"):
        actions.attach(by=liaison, report=report, evidence=[(sealed(), "a"), (sealed("乙"), "b")])
    (made,) = actions.attach(by=liaison, report=report, evidence=[(sealed(), "a")])
    actions.submit_report(by=liaison, report=report)
    with pytest.raises(Refused, match="不能再加证据"):
        actions.attach(by=liaison, report=report, evidence=[(sealed("乙"), "b")])
    with pytest.raises(Refused, match="不能撤回证据"):
        actions.withdraw_attachment(by=liaison, attachment=made)
