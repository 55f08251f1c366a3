"""Files of at most 400 lines, functions of at most 50, views of 30, templates of 200: what does not fit has more than one
subject."""

import ast

from fences.source import PRODUCT, ROOT, python_files, report, templates, tree_of

FILE_LINES = 400
FUNCTION_LINES = 50
VIEW_LINES = 30
TEMPLATE_LINES = 200

# file: why it may be longer (a table that reads better in one piece is a reason; "not yet split" is not)
LONG_FILES: dict[str, str] = {
    "src/kaogong/core/methods/terms.py": "one algebra: its kinds of terms refer to each other, and a reader wants all on one page",
    "src/kaogong/core/scheme/model.py": "the vocabulary of a rulebook as plain data, one class after another, no behaviour",
}
LONG_FUNCTIONS: dict[str, str] = {
    "src/kaogong/audit/actions/chain.py": "one act has many sides; half of it says what each parameter means",
    "src/kaogong/core/engine/whatif/trial.py": "the steps of one trial in order; much of it is what its parameters mean",
}


def test_files_are_short():
    lengths = {file: len((ROOT / file).read_text(encoding="utf-8").splitlines()) for file in python_files(PRODUCT)}
    found = (f"{file}: {lines} lines" for file, lines in lengths.items() if lines > FILE_LINES)
    report(found, LONG_FILES, f"Longer than {FILE_LINES} lines; make it a folder, one subject a file:")


def test_functions_are_short():
    found = (finding for file in python_files(PRODUCT) for finding in long_functions(file, tree_of(file)))
    report(found, LONG_FUNCTIONS, f"Longer than {FUNCTION_LINES} lines; give the parts names of their own:")


def test_views_are_short():
    views = (file for file in python_files(PRODUCT) if file.endswith("/views.py") or "/views/" in file)
    found = (finding for file in views for finding in long_functions(file, tree_of(file), VIEW_LINES))
    report(found, {}, f"Views longer than {VIEW_LINES} lines; a view parses, calls one action or query, renders:")


def test_templates_are_short():
    lengths = {file: len((ROOT / file).read_text(encoding="utf-8").splitlines()) for file in templates()}
    found = (f"{file}: {lines} lines" for file, lines in lengths.items() if lines > TEMPLATE_LINES)
    report(found, {}, f"Templates longer than {TEMPLATE_LINES} lines; give the parts names of their own:")


def test_a_long_function_is_seen():
    code = "class A:\n  async def long(self):\n" + "    pass\n" * 50 + "  def short(self):\n    pass\n"
    assert list(long_functions("a.py", ast.parse(code))) == ["a.py:2: long, 51 lines"]


def long_functions(file, tree, most=FUNCTION_LINES):
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = node.end_lineno - node.lineno + 1
            if lines > most:
                yield f"{file}:{node.lineno}: {node.name}, {lines} lines"
