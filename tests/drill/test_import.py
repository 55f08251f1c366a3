"""A workbook of 400 people comes in while parts of the house are killed: all of it or nothing, and never twice."""

import io
import time

import xlsxwriter

from kaogong.org.queries import COLUMNS

PEOPLE = 400


def workbook(number):
    """People whose codes say which round they belong to."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as made:
        for name, columns in COLUMNS.items():
            sheet = made.add_worksheet(name)
            sheet.write_row(0, 0, [one.head for one in columns])
            for row in range(PEOPLE if name == "人员" else 0):
                cells = [f"R{number}-{row}", "王五", "u01", "科员", "工作人员", "2021/3/1", "", "", "", "", ""]
                sheet.write_row(row + 1, 0, cells)
    return held.getvalue()


def counts(house, number):
    like = f"R{number}-%"
    people = "SELECT count(*) FROM org_person WHERE code LIKE %s"
    posts = "SELECT count(*) FROM org_post p JOIN org_person o ON o.id = p.person_id WHERE o.code LIKE %s"
    acts = "SELECT count(*) FROM audit_event WHERE verb = 'take_in' AND outcome = 'done' AND new->>'name' = %s"
    return tuple(house.ask(*one)[0][0] for one in ((people, like), (posts, like), (acts, f"{number}.xlsx")))


def test_all_or_nothing_and_never_twice(house, office, cut, rounds) -> None:
    def upload(number):
        file = {"file": (f"{number}.xlsx", workbook(number))}
        shown = office.act("/org/intake/", "/org/intake/", files=file)
        assert f"{PEOPLE} 人" in shown.text, shown.text[-2000:]

    def take(number):
        return office.act("/org/intake/", "/org/intake/take-in/", name=f"{number}.xlsx")

    upload("first")
    began = time.monotonic()
    take("first")
    whole = time.monotonic() - began
    assert counts(house, "first") == (PEOPLE, PEOPLE, 1)

    cut_off = 0
    for number, part, chance in rounds:
        upload(number)
        answer = cut(part, chance.uniform(0, whole), lambda number=number: take(number))
        there = counts(house, number)
        assert there in {(0, 0, 0), (PEOPLE, PEOPLE, 1)}, (part, there)
        if there[0] == 0:
            assert answer is None or "已导入" not in answer.text
            cut_off += 1
            upload(number)
            take(number)
        elif answer is None:  # done, but nobody was told: who tries again is told, and it is once
            take(number)
        assert counts(house, number) == (PEOPLE, PEOPLE, 1)
    print(f"\n{len(rounds)} rounds, {cut_off} of them cut off before the end")
