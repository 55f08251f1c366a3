"""Addresses of the room."""

from django.urls import path

from kaogong.portal.views import deadlines, desk, door, doors, elsewhere, forwards, notices, period, public, sessions

app_name = "portal"
urlpatterns = [
    path("", desk.home, name="desk"),
    path("beside/", desk.beside, name="beside"),
    path("done/", desk.did, name="done"),
    path("forwards/", forwards.listed, name="forwards"),
    path("forwards/new/", forwards.forward, name="forward_line"),
    path("forwards/<int:pk>/return/", forwards.give_back, name="return_line"),
    path("forwards/<int:pk>/take-back/", forwards.take_back, name="take_back"),
    path("period/", period.choose, name="choose_period"),
    path("search/", desk.find, name="search"),
    path("sign-in/", door.SignIn.as_view(), name="sign_in"),
    path("sign-in/code/", door.second_step, name="second_step"),
    path("sign-in/elsewhere/", elsewhere.leave, name="elsewhere"),
    path("sign-in/back/", elsewhere.back, name="back"),
    path("sign-out/", door.sign_out, name="sign_out"),
    path("stay/", door.stay, name="stay"),
    path("notices/", notices.listed, name="notices"),
    path("notices/<int:number>/", notices.one, name="notice"),
    path("notices/read/", notices.read_all, name="read_notices"),
    path("notices/mailing/", notices.choose, name="choose_mailing"),
    path("deadlines/", deadlines.page, name="deadlines"),
    path("deadlines/new/", deadlines.subscribe, name="subscribe_deadlines"),
    path("deadlines/end/", deadlines.cancel, name="cancel_deadlines"),
    path("deadlines/<str:secret>.ics", deadlines.feed, name="deadlines_feed"),
    path("doors/", doors.mind, name="doors"),
    path("public/", public.front_page, name="public"),
    path("public/verify/", public.verify, name="verify"),
    path("public/<str:code>/", public.one, name="public_record"),
    path("account/", door.own_account, name="own_account"),
    path("account/sessions/", sessions.listed, name="sessions"),
    path("account/sessions/end/", sessions.end_others, name="end_sessions"),
    path("account/sessions/<int:number>/end/", sessions.end, name="end_session"),
    path("account/second-key/", door.new_second_key, name="new_second_key"),
]
