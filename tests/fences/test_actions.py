"""Every act is one function: keyword-only, `by` first, one transaction, and one event."""

import ast

from fences.source import PRODUCT, python_files, report, tree_of

# file: why what is in it is no act of somebody
NO_ACTS: dict[str, str] = {
    "src/kaogong/audit/actions/chain.py": "the frame of all acts (action, record), and the export, which changes nothing",
}


def acts():
    """The public functions of every `actions` file or folder, with their file."""
    for file in python_files(PRODUCT):
        if file.endswith("/actions.py") or "/actions/" in file:
            for node in tree_of(file).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    yield file, node


def words(node):
    """What an action decorator or a call is called."""
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def wrapped(node):
    return any(words(one) == "action" for one in node.decorator_list)


def test_acts_take_keywords_only_with_by_first():
    found = (
        f"{file}:{node.lineno}: {node.name}"
        for file, node in acts()
        if wrapped(node) and (node.args.args or not node.args.kwonlyargs or node.args.kwonlyargs[0].arg != "by")
    )
    report(found, {}, "Write def verb(*, by, …):")


def test_what_takes_by_is_one_transaction():
    found = (
        f"{file}:{node.lineno}: {node.name}"
        for file, node in acts()
        if not wrapped(node) and any(one.arg == "by" for one in node.args.kwonlyargs)
    )
    report(found, NO_ACTS, "Wrap it in audit.actions.action:")


def test_acts_are_recorded():
    found = (
        f"{file}:{node.lineno}: {node.name}"
        for file, node in acts()
        if wrapped(node) and not any(recorded(one) for one in ast.walk(node))
    )
    report(found, {}, "An act leaves one event; call record(…), or a private function of the file that does:")


def recorded(node):
    """A call of `record`, or of a private function that is handed the act to record."""
    return isinstance(node, ast.Call) and (words(node) == "record" or words(node).startswith("_"))


def test_nothing_is_written_outside_actions():
    writes = {"save", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
    doors = ("/views", "/queries", "/guards", "/forms", "/api", "/reports", "/facts")
    files = (
        f
        for f in python_files(PRODUCT)
        if "/actions" not in f and any(f"{door}.py" in f or f"{door}/" in f for door in doors)
    )
    found = (
        f"{file}:{node.lineno}: {ast.unparse(node)[:60]}"
        for file in files
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and writes_a_row(node, writes)
    )
    report(found, {}, "Rows are written by actions alone:")


def writes_a_row(node, writes):
    on_objects = isinstance(node.func.value, ast.Attribute) and node.func.value.attr == "objects"
    return node.func.attr in writes - {"save"} or (node.func.attr == "create" and on_objects)
