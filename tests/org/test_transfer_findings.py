"""Findings go to the unit competent for their matter."""

import datetime as dt

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.org.actions import dispose_finding, record_finding, set_route, transfer_findings
from kaogong.org.models import Finding

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


@pytest.mark.clause("SD-20")
def test_three_of_ten_go_elsewhere_and_are_no_longer_the_registrys(make_unit, make_account, make_person, log) -> None:
    """10条发现，税收2条、审计1条：移送3条；登记机关处理其中任何一条被拒；7条留下。"""
    registry, tax, audit = make_unit("登记管理机构"), make_unit("财税部门"), make_unit("审计部门")
    set_route(by=None, matter="登记事项", unit=registry)
    set_route(by=None, matter="税收", unit=tax)
    set_route(by=None, matter="财务收支", unit=audit)
    officer = make_account(person=make_person(unit=registry))
    matters = ["登记事项"] * 7 + ["税收"] * 2 + ["财务收支"]
    findings = [
        record_finding(by=officer, words="检查发现", day=DAY, matter=matter, finder=registry) for matter in matters
    ]
    log.news()
    gone = transfer_findings(by=officer, findings=findings)
    assert [(one.matter, one.owner) for one in gone] == [("税收", tax), ("税收", tax), ("财务收支", audit)]
    for one in gone:
        with pytest.raises(Denied, match="已移送"):
            dispose_finding(by=officer, finding=one, disposal="处理")
    assert log.news() == [("transfer_findings", "done")] + [("dispose_finding", "denied")] * 3
    assert Finding.objects.filter(owner=registry, state="recorded").count() == 7
    dispose_finding(by=make_account(person=make_person(unit=tax)), finding=gone[0], disposal="补税")
    dispose_finding(by=officer, finding=findings[0], disposal="责令改正")
    with pytest.raises(Refused, match="已处理"):
        dispose_finding(by=officer, finding=findings[0], disposal="再")
    with pytest.raises(Refused, match="没有须移送"):
        transfer_findings(by=officer, findings=findings[1:7])
