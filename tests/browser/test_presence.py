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
    def pk(model, **given):
        return model.objects.filter(**given).first().pk

    window.sign_in("staff", SECRET)
    for name, path in {
        "hub": "", "mine": "attendance/mine/", "board": "attendance/board/", "absences": "attendance/absences/",
        "ask-absence": "attendance/absences/new/", "learning": "learning/mine/", "articles": "learning/articles/",
    }.items():  # fmt: skip
        window.go(f"/people/{path}").keep(f"people-{name}")
    window.page.context.clear_cookies()
    window.sign_in("head", SECRET)
    for name, path in {
        "absence": f"attendance/absences/{pk(Absence, state='asked')}/", "month": "attendance/month/?month=2026-08",
        "sheet": f"attendance/sheets/{pk(AttendanceSheet)}/", "import": "attendance/import/",
        "substitutes": "attendance/substitutes/", "corrections": "attendance/corrections/", "tests": "learning/tests/?period=2026-08",
        "targets": "learning/targets/", "teams": "talks/teams/",
    }.items():  # fmt: skip
        window.go(f"/people/{path}").keep(f"people-{name}")
    window.page.context.clear_cookies()
    window.sign_in("discipline", SECRET)
    for name, path in {
        "exam": f"learning/exams/{pk(Exam, month='2026-07')}/", "exams": "learning/exams/", "interviews": "learning/interviews/",
        "course": f"learning/courses/{pk(Course)}/", "cards": "learning/cards/", "rotation": f"learning/rotation/{pk(RotationPlan)}/",
        "allowance": f"learning/allowances/{pk(Allowance)}/", "talks": "talks/", "talk": f"talks/{pk(IntegrityTalk)}/",
        "heads": "talks/heads/",
    }.items():  # fmt: skip
        window.go(f"/people/{path}").keep(f"people-{name}")
