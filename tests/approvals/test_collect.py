"""Files left in a folder are taken in by themselves, and put away; the job of the day does what is due."""

import datetime as dt
from decimal import Decimal

from kaogong.approvals import actions
from kaogong.approvals.jobs import watch_day
from kaogong.approvals.models import Card, CaseEvent, Intake

HEAD = "事件编号,办件编号,事项,发生时间,事项编码\n"


def test_a_folder_is_emptied_once(source, make_item, tmp_path):
    make_item()
    here = tmp_path / "centre"
    here.mkdir()
    (here / "一.csv").write_text(HEAD + "n1,K1,受理,2026-09-10 09:00,A1\nn2,K1,办结,2026-09-11 09:00,\n", "utf-8")
    (here / "二.csv").write_text("不是,表头\n1,2\n", "utf-8")
    (here / "三.txt").write_text("别的文件", "utf-8")
    (made,) = actions.collect(tmp_path)
    assert (made.taken, made.way, made.bad) == (2, "drop", 0)
    assert sorted(one.name for one in here.iterdir()) == ["done", "refused", "三.txt", "二.csv.txt"]
    assert "缺少这些列" in (here / "二.csv.txt").read_text("utf-8")
    assert actions.collect(tmp_path) == []
    (here / "done" / "一.csv").rename(here / "一.csv")
    (again,) = actions.collect(tmp_path)
    assert (again.taken, again.again) == (0, 2)
    assert (CaseEvent.objects.count(), Intake.objects.count()) == (2, 2)


def test_the_job_of_the_day_gives_cards_and_compares(tell, make_item, on):
    make_item()
    tell(("a1", "K1", "accept", "2026-08-03 09:00", {"item": "A1"}))
    actions.add_rule(by=None, name="超期", trigger="past", colour="red", share=Decimal(100), since=dt.date(2026, 1, 1))
    watch_day(timestamp=0)
    assert Card.objects.get().state == "proposed"
    watch_day(timestamp=0)
    assert Card.objects.count() == 1
