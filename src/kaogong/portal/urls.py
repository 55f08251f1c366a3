"""Addresses of the room."""

from django.urls import path

from kaogong.portal.views import desk, door, doors, elsewhere, public

app_name = "portal"
urlpatterns = [
    path("", desk.home, name="desk"),
    path("search/", desk.find, name="search"),
    path("sign-in/", door.SignIn.as_view(), name="sign_in"),
    path("sign-in/code/", door.second_step, name="second_step"),
    path("sign-in/elsewhere/", elsewhere.leave, name="elsewhere"),
    path("sign-in/back/", elsewhere.back, name="back"),
    path("sign-out/", door.sign_out, name="sign_out"),
    path("stay/", door.stay, name="stay"),
    path("doors/", doors.mind, name="doors"),
    path("public/", public.front_page, name="public"),
    path("public/verify/", public.verify, name="verify"),
    path("public/<str:code>/", public.one, name="public_record"),
    path("account/", door.own_account, name="own_account"),
    path("account/second-key/", door.new_second_key, name="new_second_key"),
]
