"""The core and the command line run where Django is not installed."""

import subprocess
import sys

from fences.source import PRODUCT, ROOT, python_files

WITHOUT_DJANGO = """
import importlib, sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "django":
            raise ModuleNotFoundError(f"{name} is imported where Django may be absent")

sys.meta_path.insert(0, Absent())
for module in sys.argv[1:]:
    importlib.import_module(module)
"""


def pure_modules():
    files = (file.removeprefix("src/") for file in python_files(PRODUCT))
    modules = (file.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for file in files)
    return [module for module in modules if module.startswith(("kaogong.core", "kaogong.cli"))]


def run_without_django(*modules):
    command = [sys.executable, "-c", WITHOUT_DJANGO, *modules]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)


def test_core_and_command_line_do_without_django():
    modules = pure_modules()
    assert "kaogong.core" in modules
    result = run_without_django(*modules)
    assert result.returncode == 0, result.stderr


def test_an_import_of_django_is_seen():
    assert "may be absent" in run_without_django("django.db").stderr
