"""What all commands have in common: languages, JSON, complaints, exit codes."""

import json
import subprocess
import sys

import click
import pytest

import kaogong
from core.cli.desk import PLAIN, run, start
from kaogong import cli
from kaogong.cli.frame import Verb
from kaogong.cli.group import Entry
from kaogong.cli.help import Argument, Option
from kaogong.core.problem import Text

HERE = [name for name, entry in cli.COMMANDS.items() if entry.present]


def test_help_lists_every_command_with_its_exit_codes():
    said = run("--help")
    assert said.code == 0
    assert all(f"  {name} " in said.out for name in HERE)
    assert "130" in said.out


def test_the_version():
    assert run("--version").out == f"kaogong {kaogong.__version__}\n"


def test_a_command_whose_file_is_absent_is_not_listed():
    group = cli.group.Lazy({"gone": Entry("kaogong.cli.gone:command", Text.same("gone"))})
    context = click.Context(group)
    assert group.list_commands(context) == []
    assert group.get_command(context, "gone") is None


@pytest.mark.parametrize("name", HERE)
def test_every_command_speaks_both_languages_and_json(name):
    command = cli.COMMANDS[name].load()
    assert isinstance(command, Verb)
    assert {"as_json", "lang", "debug"} <= {one.name for one in command.params}
    for one in command.params:
        assert isinstance(one, Option | Argument)
        assert one.words.zh != one.words.en
    assert "用法: kaogong" in run(name, "--help", "--lang", "zh").out
    assert "Usage: kaogong" in run(name, "--help", "--lang", "en").out


@pytest.mark.parametrize(
    ("environment", "chinese"),
    [
        ({}, False),
        ({"LANG": "zh_CN.UTF-8"}, True),
        ({"LANG": "de_DE.UTF-8"}, False),
        ({"LANG": "en_US.UTF-8", "KAOGONG_LANG": "zh"}, True),
        ({"LANG": "zh_CN.UTF-8", "KAOGONG_LANG": "en"}, False),
    ],
)
def test_the_language_of_the_environment(environment, chinese):
    assert ("命令" in run("--help", **environment).out) is chinese


def test_lang_outweighs_the_environment():
    assert "Commands" in run("--lang", "en", "--help", KAOGONG_LANG="zh").out
    assert "没有规则书" in run("--lang", "zh", "lint", "nowhere").err


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["nonsense"], "没有这个命令"),
        (["lint"], "缺少 RULEBOOK"),
        (["lint", "--nonsense", "x"], "没有选项 --nonsense"),
        (["methods", "a", "b"], "多余的参数"),
        (["score", "x", "y", "-o", "z", "--period", "yesterday"], "不是时期"),
        (["score", "wh_approvals", "y", "-o", "z", "--reading", "x"], "名称=取值"),
        (["score", "wh_approvals", "y", "-o", "z.xlsx"], "不是文件"),
        (["methods", "ratoi"], "ratio"),
    ],
)
def test_a_command_written_wrongly_is_2(args, words):
    said = run(*args, "--lang", "zh")
    assert (said.code, said.out) == (2, "")
    assert words in said.err


def test_usage_errors_are_json_too():
    said = run("lint", "--json")
    assert (said.code, said.err) == (2, "")
    assert said.json["exit"] == 2
    assert said.codes == ["K700"]


def test_a_rulebook_nobody_knows():
    said = run("lint", "nowhere")
    assert said.code == 1
    assert "wh_approvals" in said.err


def test_a_shipped_rulebook_is_known_by_its_name():
    assert run("cases", "wh_approvals", "--only", "nothing has this name").code == 0


def test_a_fault_is_one_line_and_70(monkeypatch):
    def broken(frame, **rest):
        raise RuntimeError("the roof is on fire\nand more")

    monkeypatch.setattr(cli.COMMANDS["schema"].load(), "callback", broken)
    said = run("schema")
    assert said.code == 70
    assert "RuntimeError: the roof is on fire" in said.err
    assert "Traceback" not in said.err
    assert "and more" not in said.err
    assert "Traceback" in run("schema", "--debug").err


@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("Query interrupted")])
def test_ctrl_c_is_130(monkeypatch, error):
    def stopped(frame, **rest):
        raise error

    monkeypatch.setattr(cli.COMMANDS["schema"].load(), "callback", stopped)
    assert run("schema").code == 130
    assert run("schema", "--json").json["exit"] == 130


def test_no_right_to_write_is_a_problem(monkeypatch):
    def denied(frame, **rest):
        raise PermissionError(13, "Permission denied", "/somewhere")

    monkeypatch.setattr(cli.COMMANDS["schema"].load(), "callback", denied)
    said = run("schema", "--json")
    assert said.code == 1
    assert said.json["problems"][0]["place"] == {"file": "/somewhere"}


def test_a_reader_that_leaves_is_no_fault():
    with start("schema") as process:
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait() == 0


@pytest.mark.parametrize(
    ("args", "without"),
    [
        (["--help"], {"rich", "yaml", "duckdb", "pyarrow", "sqlglot"}),
        (["methods"], {"yaml", "duckdb", "pyarrow", "sqlglot"}),
    ],
)
def test_a_quick_start_loads_little(args, without):
    code = (
        "import sys, json, kaogong.cli\n"
        f"try: kaogong.cli.main({args!r})\n"
        "except SystemExit: print('|' + json.dumps([*sys.modules]))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=PLAIN, check=True)
    assert not without & set(json.loads(said.stdout.rpartition("|")[2]))
