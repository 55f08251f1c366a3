"""What people read passes through translation: no page and no room speaks Chinese by itself."""

import ast
import re
from pathlib import Path

from fences.source import PRODUCT, ROOT, python_files, report, templates

CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
"""Characters, and the marks between them."""
APART = {"core", "cli", "rulebooks", "web"}
"""The core and its terminal speak both languages by themselves, and so does the terminal of the house (web)."""
SPEAKS = {"web/faults.py", "web/gate.py"}
"""Files of web that people read in a browser."""
CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop", "lazy", "ngettext", "pgettext", "pgettext_lazy"}
COLUMNS = ("Field", "Exact", "SealedText")
LABELS = {"summary", "verbose_name", "verbose_name_plural", "help_text", "violation_error_message"}
"""Words of the tables, and of the description of the API, which is one document."""

# file: why it says something in Chinese to everybody
PAGES = {
    f"{PRODUCT}/answer/templates/answer/ruling_print.html": "a ruling is an official document",
    f"{PRODUCT}/decide/templates/decide/circular_print.html": "a circular is an official document",
    f"{PRODUCT}/decide/templates/decide/print/certificate.html": "a certificate is an official document",
    f"{PRODUCT}/decide/templates/decide/print/face.html": "the face of official documents",
    f"{PRODUCT}/decide/templates/decide/print/imprint.html": "a circular is an official document",
    f"{PRODUCT}/decide/templates/decide/print/letter.html": "a letter is an official document",
    f"{PRODUCT}/decide/templates/decide/print/pack.html": "the papers of a meeting are an official document",
    f"{PRODUCT}/org/templates/org/parts/print_face.html": "the face of plainer official documents",
    f"{PRODUCT}/people/templates/people/archive/round.html": "a grade is called as the measure calls it",
    f"{PRODUCT}/listen/templates/listen/complaints/open_base.html": "the characters of the seal",
    f"{PRODUCT}/supervise/templates/supervise/inspections/issued_print.html": "a notice is an official document",
    f"{PRODUCT}/plan/templates/plan/letter_print.html": "a letter is signed as it stands",
    f"{PRODUCT}/portal/templates/portal/public_base.html": "the characters of the seal",
    f"{PRODUCT}/web/templates/door.html": "the characters of the seal",
    f"{PRODUCT}/web/templates/parts/side.html": "the characters of the seal",
    f"{PRODUCT}/web/templates/parts/tongue.html": "a language is offered by its own name",
}
CODE = {
    f"{PRODUCT}/answer/actions/ruling.py": "the number of a ruling is an official one",
    f"{PRODUCT}/answer/models/appeals.py": "the default of a setting, kept as data",
    f"{PRODUCT}/assess/facts/people.py": "frozen facts are the same whoever freezes them",
    f"{PRODUCT}/assess/queries/duties.py": "how the steps of a round are called, kept as data",
    f"{PRODUCT}/decide/actions/accountability.py": "forms of accountability, kept as data",
    f"{PRODUCT}/decide/actions/archived.py": "titles of archive entries, kept as data",
    f"{PRODUCT}/decide/actions/cases.py": "forms of accountability, kept as data",
    f"{PRODUCT}/decide/forms/answerable.py": "the rulebook's own words",
    f"{PRODUCT}/decide/models/settings_answerable.py": "the defaults of lists, kept as data",
    f"{PRODUCT}/decide/queries/accountability.py": "forms of accountability, kept as data",
    f"{PRODUCT}/decide/queries/streaks.py": "the rulebook's own words",
    f"{PRODUCT}/decide/reports/letter.py": "a letter is an official document",
    f"{PRODUCT}/decide/reports/letter_docx.py": "a letter is an official document",
    f"{PRODUCT}/decide/reports/pack.py": "the papers of a meeting are an official document",
    f"{PRODUCT}/people/models/archive_files.py": "the default of a setting, kept as data",
    f"{PRODUCT}/supervise/queries/breach_facts.py": "numbers of circumstances as the rulebook writes them",
    f"{PRODUCT}/people/actions/archive.py": "titles of archive entries, kept as data",
    f"{PRODUCT}/people/actions/archive_closing.py": "titles of archive entries, kept as data",
    f"{PRODUCT}/people/actions/archive_duties.py": "the source of a version, kept as data",
    f"{PRODUCT}/people/actions/archive_leaders.py": "titles of archive entries, kept as data",
    f"{PRODUCT}/people/actions/archive_lists.py": "a body and a grade as the measure calls them",
    f"{PRODUCT}/people/actions/pay_runs.py": "the number of a paper is an official one",
    f"{PRODUCT}/people/forms/careers.py": "grades as the measure calls them",
    f"{PRODUCT}/people/models/archive_staff.py": "grades as the measure calls them",
    f"{PRODUCT}/people/models/careers_cases.py": "names of values, kept as data",
    f"{PRODUCT}/people/models/careers_settings.py": "the defaults of lists, kept as data",
    f"{PRODUCT}/people/models/presence.py": "the default of a list, kept as data",
    f"{PRODUCT}/people/queries/archive.py": "grades as the measure calls them",
    f"{PRODUCT}/people/queries/archive_files.py": "what a sheet says, kept as data",
    f"{PRODUCT}/people/queries/archive_leaders.py": "grades as the measure calls them",
    f"{PRODUCT}/people/queries/careers_cases.py": "parts of a measure, kept as data",
    f"{PRODUCT}/people/queries/learning.py": "a grade as the measure calls it",
    f"{PRODUCT}/people/queries/presence_facts.py": "frozen facts are the same whoever freezes them",
    f"{PRODUCT}/people/views/archive_staff_pages.py": "a grade as the measure calls it",
    f"{PRODUCT}/audit/reports/paper.py": "the name of a typeface",
    f"{PRODUCT}/decide/actions/publications.py": "how a setting is written",
    f"{PRODUCT}/decide/actions/register.py": "the rulebook's own words",
    f"{PRODUCT}/listen/actions/complaints_leads.py": "the number of a paper is an official one",
    f"{PRODUCT}/listen/actions/projects.py": "the name of a project, kept as data",
    f"{PRODUCT}/listen/forms/surveys.py": "how lines of a field are written, and what is written in it at first",
    f"{PRODUCT}/listen/models/projects.py": "the defaults of a project, kept as data",
    f"{PRODUCT}/listen/queries/complaints_scored.py": "frozen facts are the same whoever freezes them",
    f"{PRODUCT}/listen/reports/case_paper.py": "a paper is an official document",
    f"{PRODUCT}/supervise/actions/ledger_checks.py": "an item of a ledger, kept as data",
    f"{PRODUCT}/supervise/models/findings.py": "the defaults of lists, kept as data",
    f"{PRODUCT}/supervise/models/inspections.py": "the defaults of lists, kept as data",
    f"{PRODUCT}/supervise/queries/ledger_templates.py": "declarations of ledgers, kept as data",
    f"{PRODUCT}/supervise/queries/task_facts.py": "frozen facts are the same whoever freezes them",
    f"{PRODUCT}/supervise/reports/issued.py": "a notice is an official document",
    f"{PRODUCT}/supervise/reports/issued_docx.py": "a notice is an official document",
    f"{PRODUCT}/decide/models/settings.py": "the defaults of lists, kept as data",
    f"{PRODUCT}/decide/reports/circular.py": "a circular is an official document",
    f"{PRODUCT}/decide/reports/circular_docx.py": "a circular is an official document",
    f"{PRODUCT}/decide/reports/circular_pdf.py": "a circular is an official document",
    f"{PRODUCT}/approvals/queries/verified.py": "frozen facts are the same whoever freezes them",
    f"{PRODUCT}/assess/actions/runs.py": "what stopped a run, kept with it",
    f"{PRODUCT}/assess/facts/gather.py": "frozen facts, and what a run says while it works, are the same for everybody",
    f"{PRODUCT}/assess/facts/rounds.py": "frozen facts are the same whoever freezes them",
    f"{PRODUCT}/assess/models/rounds.py": "the defaults of lists, kept as data",
    f"{PRODUCT}/assess/queries/drafting.py": "the rulebook's own words",
    f"{PRODUCT}/assess/reports/package.py": "both languages in one file, for whoever opens it",
    f"{PRODUCT}/monitor/facts.py": "frozen facts are the same whoever freezes them",
    f"{PRODUCT}/monitor/models/routines.py": "the default of a list, kept as data",
    f"{PRODUCT}/org/actions/meetings.py": "the title of a record",
    f"{PRODUCT}/org/actions/oversight.py": "the titles of records",
    f"{PRODUCT}/org/actions/supervisors.py": "where supervisors come from, kept as data",
    f"{PRODUCT}/org/models/settings.py": "the default of a list, kept as data",
    f"{PRODUCT}/plan/actions/editions.py": "who answers for an indicator, kept as data",
    f"{PRODUCT}/plan/actions/targets.py": "the words of a record",
    f"{PRODUCT}/plan/models/cycles.py": "the name of a letter, kept as data",
    f"{PRODUCT}/plan/queries/editions.py": "what a golden case said, kept with the edition",
    f"{PRODUCT}/plan/views/cycles.py": "what was typed, as it was typed",
    f"{PRODUCT}/plan/reports/letter.py": "a letter is signed as it stands",
}
TAG = re.compile(
    r"\{%\s*blocktranslate.*?endblocktranslate\s*%\}|\{%\s*comment.*?endcomment\s*%\}|\{#.*?#\}"
    r"|\{%\s*translate\s+(?:\"[^\"]*\"|'[^']*')|_\((?:\"[^\"]*\"|'[^']*')\)",
    re.DOTALL,
)


def said_by_page(text):
    """Chinese in a template that does not pass through translation, with its lines."""
    bare = TAG.sub(lambda found: "\n" * found[0].count("\n"), text)
    return [(number, line.strip()) for number, line in enumerate(bare.splitlines(), 1) if CHINESE.search(line)]


def name_of(call):
    """What is called."""
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def spared(tree):
    """Every part of the code whose words nobody reads on a page, or which translation is given."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node  # a docstring
        elif (isinstance(node, ast.ClassDef) and node.name == "Meta") or (
            isinstance(node, ast.Call) and name_of(node) in CALLS
        ):
            yield node
        elif isinstance(node, ast.Call) and name_of(node).endswith(COLUMNS):
            yield from node.args[:1]  # the label of a column
        elif isinstance(node, ast.Call) and name_of(node) in {"replace", "split"}:
            yield from node.args  # marks that are read, not said
        if isinstance(node, ast.Call):
            yield from (one.value for one in node.keywords if one.arg in LABELS)


def said_by_code(text):
    """Chinese in code that does not pass through translation, with its lines."""
    tree = ast.parse(text)
    kept = {id(inner) for part in spared(tree) for inner in ast.walk(part)}
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CHINESE.search(node.value)
        and id(node) not in kept
    ]


def of_rooms():
    """The files whose words people read. States are plain words: the catalogue finds them by itself (tools/messages.py)."""
    for file in python_files(PRODUCT):
        inside = Path(file).relative_to(PRODUCT)
        own = inside.parts[0] not in APART or inside.as_posix() in SPEAKS
        if own and inside.name != "apps.py" and "states" not in {inside.stem, inside.parent.name}:
            yield file


def test_pages_speak_through_translation():
    found = (
        f"{file}:{line}: {words}"
        for file in templates()
        for line, words in said_by_page((ROOT / file).read_text(encoding="utf-8"))
    )
    report(found, PAGES, 'Write {% translate "…" %}, or name the page with its reason:')


def test_rooms_speak_through_translation():
    found = (
        f"{file}:{line}: {words}"
        for file in of_rooms()
        for line, words in said_by_code((ROOT / file).read_text(encoding="utf-8"))
    )
    report(found, CODE, 'Write _("…"), or name the file with its reason:')


def test_words_beside_translation_are_seen():
    page = '<p title="{% translate "好" %}">{{ a }}，{% blocktranslate %}共 {{ n }} 件{% endblocktranslate %}</p>\n<b>坏</b>'
    assert [line for line, _ in said_by_page(page)] == [1, 2]
    code = '"""中文."""\nname = models.CharField("名称", choices=(("a", "甲"),))\nsaid = _("好") + f"{name}坏"\n'
    assert {words for _, words in said_by_code(code)} == {"甲", "坏"}
