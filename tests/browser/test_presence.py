"""Presence, learning and talks in a real browser, at both widths: every page, each for whom it is."""

import pytest

from kaogong.people.models import Absence, Allowance, AttendanceSheet, Course, Exam, IntegrityTalk, RotationPlan
from kaogong.web.city.city_presence import load_presence
from people.presence import bureau as one_bureau
from people.presence import clerk, employ, evidence_here, make_account, make_unit, on, small_city

__all__ = ["bureau", "clerk", "employ", "evidence_here", "make_account", "make_unit", "on", "small_city"]
SECRET = "correct-horse-9"
bureau = one_bureau


@pytest.fixture
def told(small_city):
    """The month of a bureau and what belongs to it."""
    load_presence()


def test_the_pages_of_staff_keepers_and_discipline(told, window):
    faults = []

    def look(pages):
        for name, path in pages.items():
            try:
                window.go(f"/people/{path}").keep(f"people-{name}")
            except AssertionError as fault:
                faults.append(f"{name}: {fault}")

    def pk(model, **given):
        return model.objects.filter(**given).first().pk

    window.sign_in("staff", SECRET)
    look({
        "hub": "", "mine": "attendance/mine/", "board": "attendance/board/", "absences": "attendance/absences/",
        "ask-absence": "attendance/absences/new/", "learning": "learning/mine/", "articles": "learning/articles/",
    })  # fmt: skip
    window.page.context.clear_cookies()
    window.sign_in("head", SECRET)
    look({
        "absence": f"attendance/absences/{pk(Absence, state='asked')}/", "month": "attendance/month/?month=2026-08", "person": "attendance/people/P0008/",
        "sheet": f"attendance/sheets/{pk(AttendanceSheet)}/", "import": "attendance/import/",
        "substitutes": "attendance/substitutes/", "corrections": "attendance/corrections/", "tests": "learning/tests/?period=2026-08",
        "targets": "learning/targets/", "teams": "talks/teams/",
    })  # fmt: skip
    window.page.context.clear_cookies()
    window.sign_in("discipline", SECRET)
    look({
        "exam": f"learning/exams/{pk(Exam, month='2026-07')}/", "exams": "learning/exams/", "interviews": "learning/interviews/",
        "course": f"learning/courses/{pk(Course)}/", "cards": "learning/cards/", "rotation": f"learning/rotation/{pk(RotationPlan)}/",
        "allowance": f"learning/allowances/{pk(Allowance)}/", "talks": "talks/", "talk": f"talks/{pk(IntegrityTalk)}/",
        "heads": "talks/heads/",
    })  # fmt: skip
    assert not faults, "\n".join(faults)
