"""Addresses of the room."""

import datetime as dt

from django.urls import path, register_converter

from kaogong.org.views import (
    administrators,
    bodies,
    dockets,
    grants,
    installation,
    matters,
    oversight,
    people,
    programmes,
    tokens,
    typed,
    units,
)
from kaogong.org.views.deeds import bodies as on_bodies
from kaogong.org.views.deeds import doors
from kaogong.org.views.deeds import matters as on_matters
from kaogong.org.views.deeds import oversight as on_oversight
from kaogong.org.views.deeds import people as on_people
from kaogong.org.views.oversight_lists import SHELVES as WATCHING
from kaogong.org.views.shelves import shelves


class DayConverter:
    """A day in an address: 2026-01-31."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> dt.date:
        """The day."""
        return dt.date.fromisoformat(value)

    def to_url(self, value: dt.date) -> str:
        """The day in words."""
        return value.isoformat()


register_converter(DayConverter, "day")
app_name = "org"
urlpatterns = [
    path("", units.units_page, name="units"),
    path("tree/", units.tree_page, name="tree"),
    path("found/", units.found_page, name="found"),
    path("unit/<str:code>/", units.unit_page, name="unit"),
    path("unit/<str:code>/revise/", units.revise_page, name="revise"),
    path("unit/<str:code>/close/", units.close_page, name="close"),
    path("people/", people.people_page, name="people"),
    path("people/register/", people.register_page, name="register"),
    path("person/<str:code>/", people.person_page, name="person"),
    path("person/<str:code>/appoint/", people.appoint_page, name="appoint"),
    path("post/<int:number>/end/", people.end_post_page, name="end_post"),
    path("posts/", people.posts_page, name="posts"),
    path("portfolios/", people.portfolios_page, name="portfolios"),
    path("bodies/", bodies.bodies_page, name="bodies"),
    path("body/<int:number>/", bodies.body_page, name="body"),
    path("seat/<int:number>/", bodies.seat_page, name="seat"),
    path("meeting/<int:number>/", bodies.meeting_page, name="meeting"),
    path("post/<int:number>/", people.post_page, name="post"),
    path("programme/<int:number>/", programmes.programme_page, name="programme"),
    path("watch/<int:number>/", oversight.watch_page, name="watch"),
    path("finding/<int:number>/", oversight.finding_page, name="finding"),
    path("checklist/<int:number>/", oversight.checklist_page, name="checklist"),
    *shelves((*programmes.SHELVES, *WATCHING)),
    *doors((*on_bodies.DEEDS, *on_bodies.PROGRAMME_DEEDS, *on_bodies.STAFFING_DEEDS)),
    *doors((*on_people.DEEDS, *on_people.SUPERVISOR_DEEDS, *on_matters.DEEDS, *on_oversight.DEEDS)),
    path("supervisors/", bodies.supervisors_page, name="supervisors"),
    path("gaps/", bodies.gaps_page, name="gaps"),
    path("dockets/", dockets.dockets_page, name="dockets"),
    path("docket/<int:number>/", dockets.docket_page, name="docket"),
    path("docket/<int:number>/add/", dockets.add_page, name="docket_add"),
    path("docket/<int:number>/close/", dockets.close_docket_page, name="docket_close"),
    path("docket/<int:number>/<slug:sm3>.file", dockets.evidence_page, name="docket_file"),
    path("motion/<int:number>/", matters.motion_page, name="motion"),
    path("circulars/", matters.circulars_page, name="circulars"),
    path("calendar/", installation.calendar_page, name="calendar"),
    path("calendar/<day:day>/clear/", installation.clear_day, name="clear_day"),
    path("settings/", installation.settings_page, name="settings"),
    path("setting/<str:key>/", installation.setting_page, name="setting"),
    path("intake/", installation.intake_page, name="intake"),
    path("intake/take-in/", installation.take_in_page, name="take_in"),
    path("intake/template/", installation.template_page, name="template"),
    path("accounts/", administrators.accounts_page, name="accounts"),
    path("accounts/open/", administrators.open_account_page, name="open_account"),
    path("accounts/<int:number>/close/", administrators.close_account_page, name="close_account"),
    path("grants/", administrators.grants_page, name="grants"),
    path("grants/several/", grants.page, name="several_grants"),
    path("grants/new/", administrators.grant_page, name="grant"),
    path("grants/<int:number>/revoke/", administrators.revoke_page, name="revoke"),
    path("grants/hand-over/", administrators.hand_over_page, name="hand_over"),
    path("tokens/", tokens.tokens_page, name="tokens"),
    path("tokens/new/", tokens.issue_page, name="issue_token"),
    path("tokens/<int:number>/revoke/", tokens.revoke_token_page, name="revoke_token"),
    path("drafts/", typed.keep, name="keep_draft"),
    path("drafts/drop/", typed.drop, name="drop_draft"),
    path("views/", typed.save_view, name="save_view"),
    path("views/<int:number>/remove/", typed.remove_view, name="remove_view"),
]
