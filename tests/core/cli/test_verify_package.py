"""The package of one score is verified alone: one change, one file less, one file more, and it is told."""

import json
import subprocess
import sys
import zipfile

import pytest

from core.cli.desk import run, starter
from kaogong.core.engine import package
from kaogong.core.engine.bundle import Bundle
from kaogong.core.engine.bundle.manifest import NAME
from kaogong.core.engine.explain import Explainer
from kaogong.core.engine.explain.as_html import page
from kaogong.core.engine.explain.as_json import plain


@pytest.fixture(scope="module")
def scored(tmp_path_factory):
    folder = tmp_path_factory.mktemp("package")
    book = starter(folder / "book")
    run("score", book, book / "facts", "-o", folder / "r")
    return folder / "r"


@pytest.fixture(scope="module")
def files(scored):
    """What lies in the package of one score."""
    bundle = Bundle.load(scored)
    run = bundle.run()
    subject = run.world.database.rows("SELECT subject FROM subjects ORDER BY subject")[0][0]
    told = Explainer(run, bundle.fingerprint).explain(subject)
    run.close()
    found = {
        "derivation.html": page(told).encode(),
        package.DERIVATION: json.dumps(plain(told), ensure_ascii=False, indent=1).encode(),
        NAME: (scored / NAME).read_bytes(),
    }
    return {package.LIST: package.listed(found, fingerprint=bundle.fingerprint, subject=subject), **found}


@pytest.fixture
def pack(files, tmp_path):
    """Write a package, changed as a test wants it; gives its path."""

    def write(**changes):
        path = tmp_path / "own.zip"
        with zipfile.ZipFile(path, "w") as out:
            for name, content in (files | changes).items():
                if content is not None:
                    out.writestr(name, content)
        return path

    return write


def seal(files):
    return json.loads(files[package.LIST])["seal"]


def again(files, **changes):
    """The files with some changed, and a list and seal that fit: what a forger with some patience writes."""
    held = {name: content for name, content in (files | changes).items() if name != package.LIST}
    told = json.loads(files[package.LIST])
    return {package.LIST: package.listed(held, fingerprint=told["fingerprint"], subject=told["subject"]), **held}


def test_an_unaltered_package(pack, files):
    said = run("verify", pack(), "--seal", seal(files), "--json")
    assert (said.code, said.json["unaltered"], said.json["seal"], said.json["held"]) == (0, True, seal(files), True)
    told = run("verify", pack(), "--lang", "zh")
    assert told.code == 0
    assert "校验值" in told.out


@pytest.mark.parametrize("name", ["derivation.html", package.DERIVATION, NAME, package.LIST])
def test_one_changed_byte(pack, files, name):
    content = bytearray(files[name])
    at = content.rindex(b"0") if name == package.LIST else len(content) // 2
    content[at] ^= 1
    said = run("verify", pack(**{name: bytes(content)}), "--json")
    assert said.code in {1, 3}
    assert "K721" in said.codes or "K720" in said.codes


def test_a_file_less_and_a_file_more(pack):
    less = run("verify", pack(**{"derivation.html": None}), "--lang", "zh")
    assert (less.code, "缺少文件 derivation.html" in less.out + less.err) == (3, True)
    more = run("verify", pack(**{"another.html": b"<p>90</p>"}), "--lang", "zh")
    assert (more.code, "多出文件 another.html" in more.out + more.err) == (3, True)


def test_a_file_put_in_twice(pack):
    path = pack()
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as out:
        out.writestr("derivation.html", "<p>90</p>")
    assert run("verify", path).code == 3


def test_a_forger_who_writes_the_list_anew_is_told_by_the_seal(pack, files):
    other = again(files, **{"derivation.html": b"<p>100</p>"})
    assert run("verify", pack(**other)).code == 0  # nothing in it contradicts itself
    said = run("verify", pack(**other), "--seal", seal(files), "--json")
    assert (said.code, said.json["unaltered"]) == (3, False)


def test_a_score_its_own_arithmetic_does_not_give(pack, files):
    told = json.loads(files[package.DERIVATION])
    told["total"] = "100"
    other = again(files, **{package.DERIVATION: json.dumps(told, ensure_ascii=False).encode()})
    said = run("verify", pack(**other), "--json")
    assert said.code == 3
    told = json.loads(files[package.DERIVATION])
    part = next(one for one in _parts(told["root"]) if one.get("sentence"))
    part["sentence"]["text"] = part["sentence"]["text"] + " + 1"
    other = again(files, **{package.DERIVATION: json.dumps(told, ensure_ascii=False).encode()})
    assert run("verify", pack(**other)).code == 3


def _parts(part):
    yield part
    for one in (*part.get("parts", ()), *part.get("periods", ())):
        yield from _parts(one)


def test_another_run_than_the_one_published(pack):
    assert run("verify", pack(), "--fingerprint", "0" * 64).code == 3


def test_the_verifier_works_alone(pack, files, tmp_path):
    own = tmp_path / "verify.py"
    own.write_text(package.__spec__.loader.get_source(package.__name__), "utf-8")

    def alone(path, *more):
        asked = [sys.executable, "-I", own, path, *more]
        return subprocess.run(asked, capture_output=True, text=True, cwd=tmp_path, check=False)

    done = alone(pack(), "--seal", seal(files))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "unaltered" in done.stdout
    assert alone(pack(**{"derivation.html": b"x"})).returncode == 1
    assert alone(own).returncode == 2
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(pack()) as held:
        held.extractall(folder)
    assert alone(folder).returncode == 0
    assert run("verify", folder).code == 0


def test_a_package_of_a_whole_run_is_replayed(scored, tmp_path):
    path = tmp_path / "whole.zip"
    with zipfile.ZipFile(path, "w") as out:
        for one in scored.rglob("*"):
            if one.is_file():
                out.write(one, f"abcdef/{one.relative_to(scored)}")
        out.writestr("README.txt", "…")
    assert run("verify", path).code == 0
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as out:
        out.writestr("abcdef/rulebook/rulebook.yaml", "other: 1")
    assert run("verify", path).code == 3


def test_what_is_no_package(tmp_path):
    file = tmp_path / "x.zip"
    file.write_bytes(b"nothing")
    assert run("verify", file, "--json").codes == ["K720"]
