"""Addresses of post duties, results, staff appraisal and archives."""

from django.urls import URLPattern, path

from kaogong.org.views.deeds import doors
from kaogong.org.views.shelves import shelves
from kaogong.people.views import archive_file_deeds, archive_leader_deeds, archive_staff_deeds
from kaogong.people.views import archive_files_pages as files
from kaogong.people.views import archive_pages as pages
from kaogong.people.views import archive_staff_pages as staff
from kaogong.people.views.archive_lists import SHELVES

PATTERNS: list[URLPattern] = [
    *shelves(SHELVES),
    *doors((*archive_staff_deeds.DEEDS, *archive_file_deeds.DEEDS, *archive_leader_deeds.DEEDS)),
    path("schemes/gaps/", files.scheme_gaps, name="scheme_gaps"),
    path("reports/compliance/", files.report_compliance, name="report_compliance"),
    path("archives/<str:code>/", pages.archive, name="archive"),
    path("archives/<str:code>/<str:view>.<str:kind>", pages.archive_file, name="archive_file"),
    path("entries/<int:pk>/", pages.entry, name="archive_entry"),
    path("duties/<int:pk>/", staff.duty, name="duty"),
    path("schemes/<int:pk>/", staff.scheme, name="scheme"),
    path("staff-rounds/<int:pk>/", staff.staff_round, name="staff_round"),
    path("staff-rounds/lines/<int:pk>/", staff.staff_line, name="staff_line"),
    path("annual/<int:pk>/", staff.annual_form, name="annual_form"),
    path("newcomers/<int:pk>/", files.newcomer, name="newcomer"),
    path("integrity/<int:pk>/", files.integrity_file, name="integrity_file"),
    path("reports/<int:pk>/", files.report, name="report"),
    path("sheets/<int:pk>/", files.sheet, name="sheet"),
    path("leaders/<int:pk>/", files.leader, name="leader"),
    path("life-meetings/<int:pk>/", files.life_meeting, name="life_meeting"),
]
