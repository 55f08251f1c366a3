"""The clause ledger says what the tests said: tried on small projects of its own."""

import json

import pytest

from clause_ledger import LEDGER, ledger_ids

CLAUSES = "clauses:\n- id: AA-1\n  room: core\n- id: AA-2\n  room: core\n- id: BB-1\n  room: org\n"
HOW = [pytest.param((), id="one process"), pytest.param(("-n", "1"), id="a worker")]


@pytest.fixture
def project(pytester):
    """A project with three clauses, whose tests know the ledger."""
    pytester.mkdir("docs").joinpath("clauses.yaml").write_text(CLAUSES, encoding="utf-8")
    pytester.makeini(
        "[pytest]\ntestpaths = .\naddopts = -p no:hypothesispytest -p no:django\nmarkers = clause(*ids): carried"
    )
    pytester.makeconftest('pytest_plugins = ["clause_ledger"]')
    return pytester


def states(project, name="clauses.json"):
    path = project.path / "build" / name
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


@pytest.mark.parametrize("how", HOW)
def test_every_carrier_must_pass(project, how):
    project.makepyfile(
        """
        import os
        import pytest

        @pytest.mark.clause("AA-1", "AA-2")
        def test_both(): pass

        @pytest.mark.clause("BB-1")
        def test_that_kills_its_worker(request):
            assert hasattr(request.config, "workerinput")
            os._exit(1)

        @pytest.mark.clause("AA-2")
        @pytest.mark.parametrize("right", [True, False])
        def test_one_of_two(right): assert right
        """
    )
    result = project.runpytest(*how)
    result.assert_outcomes(passed=2, failed=2)
    assert states(project) == {"AA-1": "passed", "AA-2": "failed", "BB-1": "failed"}


def test_a_broken_setup_or_teardown_fails_the_clause(project):
    project.makepyfile(
        """
        import pytest

        @pytest.fixture
        def broken_before(): raise OSError

        @pytest.fixture
        def broken_after():
            yield
            raise OSError

        @pytest.mark.clause("AA-1")
        def test_before(broken_before): pass

        @pytest.mark.clause("AA-2")
        def test_after(broken_after): pass
        """
    )
    project.runpytest()
    assert states(project) == {"AA-1": "failed", "AA-2": "failed", "BB-1": "missing"}


def test_a_skipped_or_expected_failure_shows_nothing(project):
    project.makepyfile(
        """
        import pytest

        @pytest.mark.clause("AA-1")
        @pytest.mark.skip
        def test_skipped(): pass

        @pytest.mark.clause("AA-2")
        @pytest.mark.xfail
        def test_not_yet(): assert False

        @pytest.mark.clause("AA-2", "BB-1")
        def test_passes(): pass
        """
    )
    project.runpytest()
    assert states(project) == {"AA-1": "missing", "AA-2": "missing", "BB-1": "passed"}


def test_golden_cases_carry_clauses_as_params(project):
    project.makepyfile(
        """
        import pytest

        CASES = {"good": ["AA-1", "BB-1"], "bad": ["AA-2"]}

        @pytest.mark.parametrize(
            "name", [pytest.param(name, marks=pytest.mark.clause(*covers)) for name, covers in CASES.items()]
        )
        def test_case(name): assert name == "good"
        """
    )
    project.runpytest()
    assert states(project) == {"AA-1": "passed", "AA-2": "failed", "BB-1": "passed"}


@pytest.mark.parametrize("how", HOW)
def test_an_unknown_id_stops_the_run(project, how):
    project.makepyfile('import pytest\n\n@pytest.mark.clause("AA-1", "ZZ-9")\ndef test_it(): pass')
    result = project.runpytest(*how)
    assert result.ret != pytest.ExitCode.OK
    result.stdout.fnmatch_lines(["*These clause ids are not in docs/clauses.yaml:*", "*::test_it: ZZ-9"])
    assert states(project) is None


@pytest.mark.parametrize(
    "how",
    [("-k", "test_it"), ("test_some.py",), ("-n", "1", "-k", "test_it"), ("-x",)],
    ids=" ".join,
)
def test_a_run_of_some_tests_leaves_the_whole_alone(project, how):
    project.makepyfile(
        test_some='import pytest\n\n@pytest.mark.clause("AA-1")\ndef test_it(): pass\n\ndef test_more(): pass'
    )
    project.runpytest(*how)
    assert states(project) is None
    assert states(project, "clauses.partial.json") == {"AA-1": "passed", "AA-2": "missing", "BB-1": "missing"}


def test_the_ledger_of_this_project_is_read_whole(pytestconfig):
    ids = ledger_ids(pytestconfig.rootpath / LEDGER)
    assert len(ids) == len(set(ids)) == 511
