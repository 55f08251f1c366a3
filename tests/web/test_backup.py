"""Backup and restore: what comes back is what was there, and proves it."""

import json
import subprocess
import tarfile

import pytest

pytestmark = pytest.mark.slow
ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
SEALED = f"evidence/{ABC[:2]}/{ABC[2:4]}/{ABC}"
FILL = """
import datetime as dt
from django.core.files.base import ContentFile
from kaogong.audit.actions import anchor, seal
from kaogong.org.actions import open_account, register_person
person = register_person(by=None, code="P1", name="某某", phone="10000000000")
open_account(by=None, username="liaison", person=person, password="correct-horse-9")
seal(by=None, file=ContentFile(b"abc", "a.txt"))
anchor(day=dt.date(2026, 9, 30))
"""
READ = """
from kaogong.audit.models import Evidence
from kaogong.audit.queries import open_evidence
from kaogong.org.models import Person
print(Person.objects.get().phone, open_evidence(Evidence.objects.get()).read().decode())
"""


@pytest.fixture(scope="module")
def filled(new_house):
    """A house with something in it; the tests below only read it."""
    house = new_house()
    assert house.run("migrate").returncode == 0
    done = house.run("manage", "shell", "--no-imports", "-c", FILL)
    assert done.returncode == 0, done.stderr
    return house


def test_everything_comes_back_with_its_proof(filled, tmp_path, new_house) -> None:
    saved = tmp_path / "备份.tar"
    done = filled.run("backup", saved, "--keys")
    assert done.returncode == 0, done.stderr
    assert saved.stat().st_mode & 0o777 == 0o600
    fresh = new_house()
    done = fresh.run("restore", saved)
    assert done.returncode == 0, done.stderr
    assert "unaltered: yes" in done.stdout
    assert "complete: yes" in done.stdout
    assert "evidence as sealed: yes" in done.stdout
    assert "10000000000 abc" in fresh.run("manage", "shell", "--no-imports", "-c", READ).stdout

    again = fresh.run("restore", saved)
    assert again.returncode == 1
    assert "not empty" in again.stderr


def test_keys_stay_at_home_unless_asked_for(filled, tmp_path) -> None:
    saved = tmp_path / "plain.tar"
    assert "keep secrets/ apart" in filled.run("backup", saved).stdout
    with tarfile.open(saved) as held:
        names = held.getnames()
    assert {"manifest.json", "database.dump", SEALED, "anchors/2026-09-30.json"} == set(names)
    assert "exists already" in filled.run("backup", saved).stderr


def test_a_changed_backup_is_refused(filled, tmp_path, new_house) -> None:
    saved = tmp_path / "backup.tar"
    filled.run("backup", saved)
    content = saved.read_bytes()
    at = content.index(b"abc\0")
    saved.write_bytes(content[:at] + b"Abc" + content[at + 3 :])
    done = new_house().run("restore", saved)
    assert done.returncode == 1
    assert f"was changed or is not whole: {SEALED}" in done.stderr


def test_a_sealed_file_that_was_lost_is_told(filled, new_house, tmp_path) -> None:
    house = new_house()
    subprocess.run(["cp", "-a", f"{filled.folder}/.", house.folder], check=True)
    (house.folder / SEALED).unlink()
    done = house.run("backup", tmp_path / "lossy.tar")
    assert (done.returncode, ABC in done.stderr) == (1, True)
    done = new_house().run("restore", tmp_path / "lossy.tar")
    assert (done.returncode, ABC in done.stderr) == (1, True)
    assert "unaltered: yes" in done.stdout
    assert "as sealed: NO" in done.stdout


def test_the_chain_leaves_for_the_verifier(filled, tmp_path) -> None:
    from core.cli.desk import run

    folder = tmp_path / "export"
    assert filled.run("audit-export", folder).returncode == 0
    said = run("verify-audit", folder, "--json")
    assert (said.code, said.json["unaltered"], said.json["complete"]) == (0, True, True)
    lines = (folder / "events.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(one)["event"]["verb"] for one in lines] == ["register_person", "open_account", "seal", "anchor"]
    assert "is not empty" in filled.run("audit-export", folder).stderr


def test_evidence_moves_to_a_bucket_and_back(filled, s3_server, new_house, tmp_path) -> None:
    """Backup and restore is also the way from a folder to a store, and from a store to a folder."""
    import boto3

    saved, again = tmp_path / "folder.tar", tmp_path / "bucket.tar"
    assert filled.run("backup", saved).returncode == 0
    given = {"service_name": "s3", "region_name": "us-east-1", "endpoint_url": s3_server}
    client = boto3.client(**given, aws_access_key_id="here", aws_secret_access_key="here")
    client.create_bucket(Bucket="sealed")

    away = new_house()
    (away.folder / "key").write_text("here\n", "utf-8")
    away.environment |= {"KAOGONG_EVIDENCE": "s3://sealed/city", "KAOGONG_S3_ENDPOINT": s3_server}
    away.environment |= {"KAOGONG_S3_KEY": "here", "KAOGONG_S3_SECRET_FILE": str(away.folder / "key")}
    done = away.run("restore", saved)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "evidence as sealed: yes" in done.stdout
    (one,) = client.list_objects_v2(Bucket="sealed")["Contents"]
    assert one["Key"] == f"city/{SEALED.removeprefix('evidence/')}"
    assert not [path for path in (away.folder / "evidence").rglob("*") if path.is_file()]

    done = away.run("backup", again)
    assert done.returncode == 0, done.stderr
    back = new_house()
    assert "evidence as sealed: yes" in back.run("restore", again).stdout
    assert (back.folder / SEALED).read_bytes() == b"abc"

    client.delete_object(Bucket="sealed", Key=one["Key"])
    done = away.run("backup", tmp_path / "lossy.tar")
    assert (done.returncode, ABC in done.stderr) == (1, True)
