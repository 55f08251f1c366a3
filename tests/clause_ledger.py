"""Pytest plugin: which clauses of docs/clauses.yaml hold, as shown by the tests that carry their ids.

A test carries ids with `@pytest.mark.clause("WH-20", ...)`; a golden case of a rulebook carries them as
`covers:` and reaches pytest as `pytest.param(case, marks=pytest.mark.clause(*case.covers))`.

A clause is "passed" only where every test that carries it passed, "failed" where any of them failed, and
"missing" otherwise: no test, or one that was skipped. A whole run writes build/clauses.json; a run of
some tests only, or one that broke off, writes build/clauses.partial.json and leaves the other alone.
"""

import json
import re
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import Any

import pytest

LEDGER = Path("docs/clauses.yaml")
WHOLE = Path("build/clauses.json")
PARTIAL = Path("build/clauses.partial.json")


def ledger_ids(path: Path) -> list[str]:
    """The ids in the ledger, in its order. Loading the YAML would cost every worker a second."""
    return re.findall(r"^- id: (\S+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)


def carried_ids(item: pytest.Item) -> list[str]:
    """The ids one test carries, from all its marks."""
    return [str(clause) for mark in item.iter_markers("clause") for clause in mark.args]


def judge(known: Iterable[str], carriers: dict[str, list[str]], outcomes: dict[str, str]) -> dict[str, str]:
    """The state of every known clause, from who carries what and how each test went."""
    went: dict[str, set[str]] = {clause: set() for clause in known}
    for test, clauses in carriers.items():
        for clause in clauses:
            went[clause].add(outcomes.get(test, "skipped"))
    return {clause: _state(seen) for clause, seen in went.items()}


def _state(seen: set[str]) -> str:
    if "failed" in seen:
        return "failed"
    return "passed" if seen == {"passed"} else "missing"


class ClauseLedger:
    """The plugin. Under pytest-xdist workers report who carries what, the controller judges and writes."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.known = ledger_ids(config.rootpath / LEDGER)
        self.carriers: dict[str, list[str]] = {}
        self.outcomes: dict[str, str] = {}
        self.left_out = False

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        report = yield
        unknown = [
            f"{item.nodeid}: {clause}"
            for item in report.result or ()
            if isinstance(item, pytest.Item)
            for clause in carried_ids(item)
            if clause not in self.known
        ]
        if unknown:
            report.outcome = "failed"
            report.result = []
            report.longrepr = f"These clause ids are not in {LEDGER}:\n  " + "\n  ".join(unknown)
        return report

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.carriers |= {item.nodeid: ids for item in session.items if (ids := carried_ids(item))}

    def pytest_deselected(self, items: list[pytest.Item]) -> None:
        self.left_out |= bool(items)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """With xdist the tests of other files run on after a file could not be collected."""
        self.left_out |= report.failed

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test passed when its call passed and neither its setup nor its teardown broke."""
        known = self.outcomes.get(report.nodeid)
        if report.failed:
            self.outcomes[report.nodeid] = "failed"
        elif report.skipped and known != "failed":
            self.outcomes[report.nodeid] = "skipped"
        elif report.when == "call" and known is None:
            self.outcomes[report.nodeid] = "passed"

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """On the controller: take over what a worker saw. One that crashed says nothing; the others do."""
        output = getattr(node, "workeroutput", {})
        self.carriers |= output.get("clause_carriers", {})
        self.left_out |= output.get("clause_left_out", False)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, exitstatus: int) -> None:
        output = getattr(self.config, "workeroutput", None)
        if output is not None:
            output["clause_carriers"] = self.carriers
            output["clause_left_out"] = self.left_out
        elif not self.config.option.collectonly:
            self._write(whole=self._is_whole(exitstatus))

    def _is_whole(self, exitstatus: int) -> bool:
        option = self.config.option
        finished = exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}
        named = self.config.args_source is pytest.Config.ArgsSource.ARGS
        narrowed = option.maxfail or option.ignore or option.ignore_glob or self.config.getoption("lf", False)
        return finished and not named and not narrowed and not self.left_out

    def _write(self, *, whole: bool) -> None:
        path = self.config.rootpath / (WHOLE if whole else PARTIAL)
        path.parent.mkdir(exist_ok=True)
        states = judge(self.known, self.carriers, self.outcomes)
        path.write_text(json.dumps(states, indent=0) + "\n", encoding="utf-8")
        if whole:
            path.with_name(PARTIAL.name).unlink(missing_ok=True)


def pytest_configure(config: pytest.Config) -> None:
    """Registers the ledger where the project has one."""
    if (config.rootpath / LEDGER).exists():
        config.pluginmanager.register(ClauseLedger(config), "clause-ledger")
