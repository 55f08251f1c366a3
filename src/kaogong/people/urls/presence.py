"""Addresses of presence, learning and talks."""

from django.urls import URLPattern, path

from kaogong.org.views.deeds import doors
from kaogong.org.views.shelves import shelves
from kaogong.people.views import (
    absences,
    hub,
    learning,
    learning_deeds,
    learning_own,
    learning_tables,
    presence,
    presence_deeds,
    presence_lists,
    presence_person,
    talks,
)

PATTERNS: list[URLPattern] = [
    path("", hub.records, name="records"),
    path("attendance/mine/", presence.mine, name="attendance"),
    path("attendance/board/", presence.whereabouts, name="board"),
    path("attendance/month/", presence.month, name="attendance_month"),
    path("attendance/import/", presence_lists.taken, name="punches"),
    path("attendance/substitutes/lacking/", presence_lists.lacking, name="lacking"),
    path("attendance/absences/", absences.listed, name="absences"),
    path("attendance/absences/<int:pk>/", absences.one_absence, name="absence"),
    path("attendance/corrections/<int:pk>/", presence_lists.correction, name="correction"),
    path("attendance/people/<str:code>/", presence_person.person, name="attendance_person"),
    path("attendance/sheets/<int:pk>/", presence_lists.sheet, name="attendance_sheet"),
    path("attendance/sheets/<int:pk>/document/", presence_lists.document, name="attendance_document"),
    path("learning/mine/", learning_own.own, name="learning"),
    path("learning/exams/<int:pk>/", learning.exam, name="exam"),
    path("learning/tests/", learning_tables.tests, name="three_tests"),
    path("learning/cards/", learning_tables.card_table, name="training_cards"),
    path("learning/courses/<int:pk>/", learning.course, name="course"),
    path("learning/rotation/<int:pk>/", learning.rotation_page, name="rotation"),
    path("learning/allowances/<int:pk>/", learning.allowance, name="allowance"),
    path("talks/<int:pk>/", talks.talk, name="talk"),
    path("talks/heads/", talks.heads_page, name="talk_heads"),
    path("talks/teams/", talks.team_page, name="talk_teams"),
    *shelves((*presence_lists.SHELVES, *learning.SHELVES, *talks.SHELVES)),
    *doors((*presence_deeds.EVERY, *learning_deeds.EVERY)),
]
