"""What of the demonstration city is done after its first page: in the background, through the actions of the rooms.

Small pieces, behind everything else that waits for the workers; each leaves alone what is done already,
so that a piece whose worker is gone may be handed out again (audit.jobs).
"""

from __future__ import annotations

from procrastinate.contrib.django import app

from kaogong.web.city import corrected, rounds
from kaogong.web.city.cases import load_cases
from kaogong.web.city.city_answerable import load_answerable
from kaogong.web.city.city_appeals import load_appeals
from kaogong.web.city.city_archives import load_archives
from kaogong.web.city.city_careers import load_careers
from kaogong.web.city.city_findings import load_findings
from kaogong.web.city.city_ledgers import load_ledgers
from kaogong.web.city.city_presence import load_presence
from kaogong.web.city.city_ratings import load_ratings
from kaogong.web.city.city_tasks import load_tasks
from kaogong.web.city.decided import schemes, settle
from kaogong.web.city.voices_complaints import load_complaints
from kaogong.web.city.voices_surveys import load_surveys

LAST = -10
"""Anybody's work goes before."""


@app.task(name="city.hold_round", priority=LAST)
def hold_round(name: str) -> None:
    """A round of the year that runs."""
    rounds.hold(name)


@app.task(name="city.try_out", priority=LAST)
def try_out() -> None:
    """A trial of the year so far."""
    rounds.try_out()


@app.task(name="city.settle_year", priority=LAST)
def settle_year(year: int, scheme: str) -> None:
    """A grade scheme of a year that is over."""
    settle(year, scheme)


@app.task(name="city.correct_year", priority=LAST)
def correct_year() -> None:
    """What was corrected since."""
    corrected.correct()


@app.task(name="city.cases", priority=LAST)
def cases() -> None:
    """A year of approvals; told again, what is there already is left alone."""
    load_cases()


@app.task(name="city.tasks", priority=LAST)
def tasks() -> None:
    """A year of supervised tasks; told again, what is there already is left alone."""
    load_tasks()


@app.task(name="city.findings", priority=LAST)
def findings() -> None:
    """Inspections and what they found; told again, what is there already is left alone."""
    load_findings()


@app.task(name="city.ledgers", priority=LAST)
def ledgers() -> None:
    """A year of daily ledgers; told again, what is there already is left alone."""
    load_ledgers()


@app.task(name="city.ratings", priority=LAST)
def ratings() -> None:
    """A month of staff rating that runs, and a rating meeting; told again, what is there already is left alone."""
    load_ratings()


@app.task(name="city.presence", priority=LAST)
def presence() -> None:
    """A month of attendance, exams, training, talks; told again, what is there already is left alone."""
    load_presence()


@app.task(name="city.archives", priority=LAST)
def archives() -> None:
    """Two closed years of the leaders, and what runs; told again, what is there already is left alone."""
    load_archives()


@app.task(name="city.careers", priority=LAST)
def careers() -> None:
    """Pay of two bureaus, and some moves of people; told again, what is there already is left alone."""
    load_careers()


@app.task(name="city.appeals", priority=LAST)
def appeals() -> None:
    """Three appeals; told again, what is there already is left alone."""
    load_appeals()


@app.task(name="city.answerable", priority=LAST)
def answerable() -> None:
    """What followed from results, and cases; told again, what is there already is left alone."""
    load_answerable()


@app.task(name="city.complaints", priority=LAST)
def complaints() -> None:
    """A year of complaints; told again, what is there already is left alone."""
    load_complaints()


@app.task(name="city.surveys", priority=LAST)
def surveys() -> None:
    """Public evaluation: one of last year, one that runs."""
    load_surveys()


def defer() -> None:
    """Hand everything to the workers, in order."""
    for name in rounds.ROUNDS:
        hold_round.defer(name=name)
    try_out.defer()
    for year, scheme in schemes():
        settle_year.defer(year=year, scheme=scheme)
    correct_year.defer()
    tasks.defer()
    findings.defer()
    ledgers.defer()
    ratings.defer()
    presence.defer()
    archives.defer()
    careers.defer()
    appeals.defer()
    answerable.defer()
    complaints.defer()
    cases.defer()
    surveys.defer()


def perform() -> None:
    """Everything at once but the approvals and complaints, which are many; for who cannot wait for the workers."""
    for name in rounds.ROUNDS:
        hold_round(name=name)
    try_out()
    for year, scheme in schemes():
        settle_year(year=year, scheme=scheme)
    correct_year()
    tasks()
    findings()
    ledgers()
    ratings()
    presence()
    archives()
    careers()
    appeals()
    answerable()
