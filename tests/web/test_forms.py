"""Every form of the house keeps what is typed, is done once however often it is sent, and says who was faster."""

import re
from pathlib import Path

import kaogong

SOURCE = Path(kaogong.__file__).parent
FORM = re.compile(r"<form\b((?:[^>{]|\{%.*?%\}|\{\{.*?\}\})*)>(.*?)</form>", re.DOTALL)
# template: why its forms carry only the token of the page
OUTSIDE = {
    "assess/templates/assess/ratings/ballot.html": "nobody is signed in, nothing of a ballot is kept; a code is good once",
    "assess/templates/assess/ratings/ballot_code.html": "a secret, good once",
    "listen/templates/listen/ballot.html": "nobody is signed in, nothing of a ballot is kept; a code is good once",
    "listen/templates/listen/ballot_code.html": "a secret, good once",
    "portal/templates/portal/door/sign_in.html": "secrets are not kept, and nobody is signed in",
    "portal/templates/portal/door/second_step.html": "a secret, good once",
    "portal/templates/portal/new_second_key.html": "a secret, good once",
    "portal/templates/portal/own_account.html": "passwords are not kept",
    "web/templates/parts/side.html": "signing out",
    "web/templates/parts/tongue.html": "choosing a language",
    "listen/templates/listen/complaints/complain.html": "nobody is signed in, and who complains is not kept",
    "listen/templates/listen/complaints/follow.html": "a secret code is not kept, and nobody is signed in",
    "listen/templates/listen/complaints/followed.html": "as above",
    "org/templates/org/parts/views.html": "how a list is shown, no act",
    "web/templates/parts/period.html": "how lists are shown, no act",
    "org/templates/org/parts/several.html": "rows are chosen; what is done with them comes on the next page",
    "org/templates/org/several.html": "made anew from the rows chosen; carries its own number that is sent once",
}
CHOSEN = {
    "supervise/templates/supervise/ledgers/entry.html": "one number of a task, and a choice",
    "listen/templates/listen/answers.html": "rows are chosen, with one line of why",
    "listen/templates/listen/entries.html": "one of two is chosen, with one line of why",
    "listen/templates/listen/result.html": "one line",
    "listen/templates/listen/survey.html": "one choice, no words",
    "portal/templates/portal/notices.html": "one choice, no words",
    "listen/templates/listen/complaints/leads.html": "rows and a team are chosen, no words",
}
TYPED = re.compile(
    r"<(?:textarea|select)|<input(?![^>]*type=\"(?:hidden|submit)\")|\{\{ ?(?:field|form)(?!\.\w+\.value)|parts/field.html|parts/cell.html"
)


def forms():
    """Every form that is sent, with its template, head and content."""
    for file in sorted(SOURCE.rglob("templates/**/*.html")):
        for head, content in FORM.findall(file.read_text("utf-8")):
            if 'method="post"' in head:
                yield file.relative_to(SOURCE).as_posix(), head, content


def test_every_form_is_kept_and_sent_once():
    found = list(forms())
    assert len(found) > 70
    bare = sorted({name for name, _head, content in found if "{% keep" not in content and name not in OUTSIDE})
    assert not bare, f"Write keep instead of csrf_token: {bare}"
    assert {name for name, _head, content in found if "{% keep" not in content} == set(OUTSIDE)


def test_what_is_typed_into_is_given_to_be_kept():
    wrong = [
        f"{name}: {re.search('{% keep.*?%}', content)[0]}"
        for name, _head, content in forms()
        if name not in {*OUTSIDE, *CHOSEN} and TYPED.search(content) and re.search(r"\{% keep (None|%\})", content)
    ]
    assert not wrong, f"Name the form, so that what was typed can be put back: {wrong}"


def test_a_form_that_is_not_kept_is_seen():
    (found,) = FORM.findall('<form method="post" action="{% url \'a:b\' c.pk %}">{% csrf_token %}<button></form>')
    assert "{% keep" not in found[1]
