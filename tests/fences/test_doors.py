"""Every address is closed by default; what is open to anybody is on this list, with the reason."""

import re

from django.urls import get_resolver
from django.urls.resolvers import URLResolver

# address: why nobody has to sign in for it
OPEN = {
    "assess/b/": "a rating meeting: a code is typed",
    "assess/b/<str:code>/": "a rating meeting: the code came with the picture",
    "sign-in/": "the door itself",
    "sign-in/code/": "its second step",
    "sign-in/elsewhere/": "on the way to an identity server of the owner's",
    "sign-in/back/": "and back from it",
    "deadlines/<str:secret>.ics": "a calendar cannot sign in; the address is secret, long, and can be ended",
    "api/<path:rest>": "says of any other address of the API that it is not there",
    "language/": "whoever stands at the door chooses the language too",
    "approvals/open/<str:period>/": "a published bulletin of e-supervision, for anybody",
    "listen/b/": "whoever has a code of an evaluation answers it without saying who they are",
    "listen/b/<str:code>/": "the same, with the code of the picture on the letter",
    "listen/o/<str:link>/": "the open link of an evaluation, apart and without effect on any score",
    "listen/complain/": "anybody may complain, with or without a name",
    "listen/complain/follow/": "whoever complained follows it with a number and a secret code",
    "listen/complain/promises/": "published promises, each with the number to call",
    "public/": "published results and the stages of the year, for anybody",
    "public/verify/": "a verification code is typed here",
    "public/<str:code>/": "the published record a code opens",
}


def addresses(resolver=None, base=""):
    """Every address of the house with its view."""
    for one in (resolver or get_resolver()).url_patterns:
        path = base + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one, path)
        else:
            yield path, one.callback


def is_open(view):
    """Whether the view says that nobody has to sign in."""
    return not getattr(getattr(view, "view_class", view), "login_required", getattr(view, "login_required", True))


def test_what_is_open_is_on_the_list():
    found = {path for path, view in addresses() if is_open(view) and not getattr(view, "keyed", False)}
    assert found == set(OPEN), "An address is open that is not on the list, or the list names one that is not"


def test_the_house_is_closed_by_default(settings):
    assert "django.contrib.auth.middleware.LoginRequiredMiddleware" in settings.MIDDLEWARE


def test_what_needs_no_session_needs_a_token(client, db):
    keyed = [path for path, view in addresses() if getattr(view, "keyed", False)]
    assert len(keyed) >= 15
    for path in keyed:
        here = "/" + re.sub(r"<\w+>", "1", path)
        codes = {client.generic(method, here).status_code for method in ("GET", "POST", "PUT", "PATCH", "DELETE")}
        assert codes <= {401, 405}, path
        assert 401 in codes, path


def test_an_open_view_is_seen():
    from django.contrib.auth.decorators import login_not_required

    assert is_open(login_not_required(lambda request: None))
    assert not is_open(lambda request: None)
