"""What exists can be done: every act of a room is called by a page, by the API, by a job or by the command line."""

import ast

from fences.source import PRODUCT, python_files, report, tree_of
from fences.test_actions import acts, wrapped

ROOMS = ("org", "plan", "monitor", "approvals", "listen", "people", "supervise", "assess", "decide", "answer", "portal")
DOORS = ("/views", "/api", "/jobs", "/management/")

# room.act: why no door calls it
WITHOUT: dict[str, str] = {
    "assess.start_run": "part of a run, which the worker performs",
    "assess.finish_run": "part of a run, which the worker performs",
    "assess.resume_run": "part of a run, which the worker performs",
    "assess.fail_run": "part of a run, which the worker performs",
    "assess.start_backtest": "part of a back-test, which the worker performs",
    "assess.finish_backtest": "part of a back-test, which the worker performs",
    "assess.fail_backtest": "part of a back-test, which the worker performs",
    "people.restore_day": "part of a ruling on an appeal (answer.rule_appeal)",
    "portal.outlast": "the gate ends a session that has lasted too long",
}
ROOM_AND_MORE = 2


def room_of(file):
    return file.removeprefix(f"{PRODUCT}/").partition("/")[0]


def called(tree):
    """The acts a door names, by room: imported by name, or as `actions.verb`."""
    bundles = {}
    for node in ast.walk(tree):
        parts = node.module.split(".") if isinstance(node, ast.ImportFrom) and node.module else []
        if parts[:1] != ["kaogong"] or len(parts) < ROOM_AND_MORE:
            continue
        for one in node.names:
            if "actions" in parts:
                yield f"{parts[1]}.{one.name}"
            elif one.name == "actions":
                bundles[one.asname or one.name] = parts[1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in bundles:
            yield f"{bundles[node.value.id]}.{node.attr}"


def without_door():
    doors = [one for one in python_files(PRODUCT) if any(part in one for part in DOORS)]
    there = {act for file in doors for act in called(tree_of(file))}
    for file, node in acts():
        room = room_of(file)
        if room in ROOMS and wrapped(node) and f"{room}.{node.name}" not in there:
            yield f"{room}.{node.name}"


def test_every_act_has_a_door():
    report(
        without_door(), WITHOUT, "No page, API, job or command calls it; give it a door, or say here why it has none:"
    )
