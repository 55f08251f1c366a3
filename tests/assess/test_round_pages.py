"""The pages of rounds, by a browser without JavaScript."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

import kaogong
from kaogong.assess.models import Outcome, Review, Round, ScoreSheet, SelfReport, Vote

pytestmark = pytest.mark.usefixtures("files", "november")
BOOKS = Path(kaogong.__file__).parent / "rulebooks"
DAY = dt.date(2026, 11, 17)
BOTH = [("self", "自评"), ("review", "复核")]


@pytest.fixture
def browse(client):
    def go(account):
        client.force_login(account)
        return client

    return go


def words(answer):
    return answer.content.decode()


def test_a_round_is_set_up_from_the_rulebook_and_started(browse, office, liaison, cycle, adopt, bureau):
    adopt(BOOKS / "xm_unit", {"部门": "division"})
    page = reverse("assess:new_round")
    assert "内部处室绩效考评" in words(browse(office).get(page))
    assert browse(liaison).get(page).status_code == 403
    chosen = f"{cycle.adoptions.get().pk}:division"
    shown = words(browse(office).get(page, {"of": chosen}))
    for name in ("现场察验组", "分管局领导", "局效能办"):
        assert name in shown
    given = {"of": chosen, "name": "年终考评", "kind": "year", "period": "2026", "opens": "2026-11-17", "stepped": "on"}
    given |= {f"use_{number}": "on" for number in range(4)} | {"reviewed": "on", "signed": "on"}
    given |= {f"kind_{number}": "sheet" for number in (1, 2, 3)} | {
        "who_1": "office",
        "who_2": "leader",
        "who_3": "office",
    }
    assert browse(office).post(page, given | {"period": "十月"}).status_code == 422
    made = browse(office).post(page, given, follow=True)
    assert "筹备" in words(made)
    one = Round.objects.get()
    assert one.sources.count() == 5
    assert one.sources.get(name="现场察验组").asked.get(item__code="duty_site_part").fact == "duty_site"
    assert one.sources.get(kind="self").asked.filter(item__code="duty").exists()
    assert "已启动" in words(browse(office).post(reverse("assess:open_round", args=[one.pk]), follow=True))
    assert "报送自评" in words(browse(liaison).get(reverse("portal:desk")))
    listed = words(browse(liaison).get(reverse("assess:rounds"), {"state": "open", "sort": "-due"}))
    assert "年终考评" in listed
    step = reverse("assess:step", args=[one.steps.first().pk, "open"])
    assert "已开始“总结述职”" in words(browse(office).post(step, follow=True))
    refused = browse(office).post(reverse("assess:close_round", args=[one.pk]), follow=True)
    assert "还有步骤没有完成" in words(refused)


def test_a_self_report_is_kept_while_it_is_typed_and_handed_in(browse, liaison, head, office, stranger, make_round):
    one = make_round(sources=BOTH, report_due=DAY)
    entrant, item = one.entrants.get(), one.items.get()
    page, keep = (reverse(f"assess:{name}", args=[entrant.pk]) for name in ("self", "keep_self"))
    assert browse(stranger).get(page).status_code == 403
    assert "满分 100" in words(browse(liaison).get(page))
    typed = {"words": "总体良好", f"words_{item.pk}": "已完成", f"score_{item.pk}": "九十", "seen": "0"}
    kept = words(browse(liaison).post(keep, typed, headers={"HX-Request": "true"}))
    assert "还没有存" in kept
    assert 'value="1"' in kept
    assert SelfReport.objects.get().marks.get().words == "已完成"
    stale = words(browse(liaison).post(keep, typed | {"words": "改"}, headers={"HX-Request": "true"}))
    assert "您的改动还没有保存" in stale
    typed |= {"seen": "1", f"score_{item.pk}": "101", "submit": "1"}
    over = browse(liaison).post(page, typed)
    assert over.status_code == 422
    assert "满分 100，填的是 101" in words(over)
    file = SimpleUploadedFile("验收单.txt", "验收单".encode())
    typed |= {"seen": "2", f"score_{item.pk}": "95", f"proof_{item.pk}": file}
    sent = browse(liaison).post(page, typed, follow=True)
    assert "待负责人签批" in words(sent)
    assert "验收单.txt" in words(sent)
    back = reverse("assess:return_self", args=[entrant.pk])
    assert browse(head).post(back, {"reason": ""}).status_code == 422
    browse(head).post(reverse("assess:sign_self", args=[entrant.pk]))
    assert SelfReport.objects.get().state == "signed"
    proof = reverse("assess:proof", args=[SelfReport.objects.get().proofs.get().pk])
    assert b"".join(browse(office).get(proof).streaming_content) == "验收单".encode()
    assert browse(stranger).get(proof).status_code == 403


def test_a_review_is_kept_and_fixed(browse, office, liaison, make_round, hand_in):
    entrant = make_round([("甲", "60"), ("乙", "40")], BOTH).entrants.get()
    hand_in(entrant, "60", "35")
    one, two = entrant.round.items.all()
    page = reverse("assess:review", args=[entrant.pk])
    assert browse(liaison).get(page).status_code == 403
    shown = words(browse(office).get(page))
    assert "验收单.txt" in shown
    odd = browse(office).post(page, {f"score_{one.pk}": "55", f"reason_{one.pk}": ""})
    assert odd.status_code == 422
    assert "请写明理由" in words(odd)
    browse(office).post(page, {f"score_{one.pk}": "55", f"reason_{one.pk}": "缺一项"})
    assert Review.objects.count() == 1
    short = browse(office).post(page, {f"score_{one.pk}": "55", f"reason_{one.pk}": "缺一项", "finish": "1"})
    assert "还有 1 项没有复核：乙" in words(short)
    full = {f"score_{one.pk}": "55", f"reason_{one.pk}": "缺一项", f"score_{two.pk}": "35", "finish": "1"}
    assert "自评 95，复核 90" in words(browse(office).post(page, full, follow=True))
    ranked = browse(office).get(reverse("assess:gaps", args=[entrant.round_id]))
    assert "第一局" in words(ranked)
    for page in ("gaps", "round"):
        export = browse(office).get(reverse(f"assess:{page}", args=[entrant.round_id]), {"export": "xlsx"})
        assert export.content[:2] == b"PK"


def test_from_a_sheet_that_is_handed_in_one_goes_on_to_the_next(
    browse, make_round, make_account, make_unit, city, bureau
):
    units = [bureau, make_unit("第二局", parent=city), make_unit("第三局", parent=city)]
    leader = make_account(*(("leader", each) for each in units))
    one = make_round(
        [("甲", "60")],
        [{"kind": "sheet", "name": "领导评价", "who": "leader"}],
        entrants=[(each, None) for each in units],
    )
    source, item = one.sources.get(), one.items.get()
    listed = reverse("assess:sheets", args=[source.pk])
    pages = [reverse("assess:sheet", args=[source.pk, each.pk]) for each in one.entrants.order_by("name")]
    mark = {f"score_{item.pk}": "58"}
    assert browse(leader).post(pages[1], mark)["Location"] == listed, "what is only kept leads to the list"
    sent = browse(leader).post(pages[1], mark | {"submit": "1"}, follow=True)
    assert sent.redirect_chain == [(pages[2], 302)]
    assert "还有 2 个对象没有评完，这是下一个" in words(sent)
    assert browse(leader).post(pages[2], mark | {"submit": "1"})["Location"] == pages[0], "then from the beginning"
    assert browse(leader).post(pages[0], mark | {"submit": "1"})["Location"] == listed


def test_a_sheet_is_filled_in(browse, office, make_round, make_account, bureau, stranger):
    leader = make_account(("leader", bureau))
    one = make_round([("甲", "60"), ("乙", "40")], [{"kind": "sheet", "name": "领导评价", "who": "leader"}])
    source, entrant = one.sources.get(), one.entrants.get()
    first, second = one.items.all()
    page = reverse("assess:sheet", args=[source.pk, entrant.pk])
    assert browse(office).get(page).status_code == 403
    assert "您要评 1 个，已提交 0 个" in words(browse(leader).get(reverse("assess:sheets", args=[source.pk])))
    part = browse(leader).post(page, {f"score_{first.pk}": "61", f"score_{second.pk}": "40"})
    assert "满分 60，填的是 61" in words(part)
    both = words(browse(leader).post(page, {f"score_{first.pk}": "61", f"score_{second.pk}": "-1"}))
    assert all(one in both for one in ("满分 60，填的是 61", "“乙”不能低于 0 分"))
    lacking = browse(leader).post(page, {f"score_{first.pk}": "58", "submit": "1"})
    assert "还有 1 项没有评：乙" in words(lacking)
    browse(leader).post(page, {f"score_{first.pk}": "58", f"score_{second.pk}": "39", "submit": "1"})
    assert ScoreSheet.objects.get().state == "submitted"
    assert "已经提交" in words(browse(leader).get(page))
    back = reverse("assess:return_sheet", args=[ScoreSheet.objects.get().pk])
    assert browse(office).post(back, {"reason": ""}).status_code == 422
    assert "已退回填表人" in words(browse(office).post(back, {"reason": "漏看材料"}, follow=True))
    assert "漏看材料" in words(browse(leader).get(page))


def test_votes_and_results_are_entered(browse, office, liaison, make_round, bureau):
    two = [{"kind": "vote", "name": "民主测评", "options": ["满意", "不满意"]}, ("import", "综治考核")]
    one = make_round([], two)
    entrant, (vote, result) = one.entrants.get(), one.sources.all()
    page = reverse("assess:vote", args=[vote.pk, entrant.pk])
    assert browse(liaison).get(page).status_code == 403
    given = {"held_on": "2026-11-17", "issued": "60", "option_0": "42", "option_1": "19"}
    assert "发出 60 票" in words(browse(office).post(page, given))
    browse(office).post(page, given | {"option_1": "18"})
    assert Vote.objects.get().counts == {"满意": 42, "不满意": 18}
    assert "70.0" in words(browse(office).get(page))
    back = reverse("assess:opinion", args=[Vote.objects.get().pk])
    assert "已反馈" in words(browse(office).post(back, {"words": "继续努力"}, follow=True))
    page = reverse("assess:outcomes", args=[result.pk])
    browse(office).post(page, {"supplier": "平安办", f"value_{entrant.pk}": "92.5"})
    assert Outcome.objects.get().value == Decimal("92.5")
    changed = browse(office).post(page, {"supplier": "平安办", f"value_{entrant.pk}": "90"})
    assert "更正请写明理由" in words(changed)


def test_a_leader_reads_a_bundle(browse, office, make_round, hand_in, make_person, make_account, bureau):
    from kaogong.org.models import Portfolio

    one = make_round(sources=[("self", "自评")])
    hand_in(one.entrants.get(), "90")
    leader = make_person("分管领导")
    Portfolio.objects.create(leader=leader, unit=bureau, kind="manages", since=dt.date(2020, 1, 1))
    browse(office).post(reverse("assess:release_bundles", args=[one.pk]))
    page = reverse("assess:bundle", args=[one.bundles.get().pk])
    his = make_account(person=leader)
    assert "1 份自评报告" in words(browse(his).get(reverse("portal:desk")))
    assert "第一局" in words(browse(his).get(page))
    assert "已阅" in words(browse(his).post(page, follow=True))
    assert browse(office).get(reverse("assess:round", args=[one.pk])).status_code == 200


def test_who_assesses_is_named(browse, office, make_round, make_person):
    one = make_round(sources=[{"kind": "sheet", "name": "现场", "who": "assessors"}], state="draft")
    source, person = one.sources.get(), make_person("组员")
    page = reverse("assess:assessors", args=[source.pk])
    assert "没有这些工号" in words(browse(office).post(page, {"people": "X9"}))
    browse(office).post(page, {"people": person.code})
    assert source.assessors.get().person == person
