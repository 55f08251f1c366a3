"""A file is named after its one subject. Names that promise everything end up holding everything."""

from fences.source import CORE, ROOT

CATCH_ALLS = {
    "common",
    "helper",
    "helpers",
    "lib",
    "managers",
    "misc",
    "service",
    "services",
    "tools",
    "util",
    "utils",
}


def test_the_core_has_no_catch_alls():
    paths = (path.relative_to(ROOT) for path in (ROOT / CORE).rglob("*") if "__pycache__" not in path.parts)
    found = sorted(str(path) for path in paths if path.stem.strip("_") in CATCH_ALLS)
    assert not found, f"Name these after what they hold: {found}"
