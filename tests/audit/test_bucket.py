"""Sealed files in a bucket, against a real server: stored once, checked on reading, what is gone or away is told."""

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from audit.test_seal import ABC, PDF
from kaogong.audit.actions import Refused, put_back, seal
from kaogong.audit.models import Event, Evidence
from kaogong.audit.queries import Altered, Away, altered_evidence, at_hand, open_evidence
from kaogong.audit.queries.bucket import bucket

pytestmark = pytest.mark.django_db


@pytest.fixture
def store(s3_server, settings, tmp_path, request):
    """A bucket of the test's own."""
    settings.EVIDENCE = tmp_path / "evidence"
    settings.EVIDENCE_BUCKET = f"sealed-{abs(hash(request.node.name)) % 10**9}/city/2026"
    settings.S3_ENDPOINT, settings.S3_KEY, settings.S3_SECRET = s3_server, "here", "here"
    found = bucket()
    found.client.create_bucket(Bucket=found.name)
    return found


def upload(content, name="a.pdf"):
    return SimpleUploadedFile(name, content)


def objects(store):
    """Key → content of everything in the bucket."""
    listed = store.client.list_objects_v2(Bucket=store.name).get("Contents", [])
    return {one["Key"]: store.client.get_object(Bucket=store.name, Key=one["Key"])["Body"].read() for one in listed}


def test_it_lies_under_its_hash_and_is_read_back(account, store, tmp_path) -> None:
    made = seal(by=account, file=upload(b"abc", "说明.txt"))
    assert objects(store) == {f"city/2026/{ABC[:2]}/{ABC[2:4]}/{ABC}": b"abc"}
    assert not [one for one in (tmp_path / "evidence").rglob("*") if one.is_file()]
    with open_evidence(made) as stream:
        assert stream.read() == b"abc"
    with at_hand(made) as path:
        assert path.read_bytes() == b"abc"
    assert not path.exists()


def test_what_lies_there_is_never_written_again(account, store) -> None:
    made = seal(by=account, file=upload(PDF))
    (key,) = objects(store)
    before = store.client.head_object(Bucket=store.name, Key=key)["LastModified"]
    time.sleep(1.1)
    assert seal(by=account, file=upload(PDF)) == made
    assert store.client.head_object(Bucket=store.name, Key=key)["LastModified"] == before
    store.client.put_object(Bucket=store.name, Key=key, Body=b"something else")
    assert seal(by=account, file=upload(PDF)) == made
    assert objects(store) == {key: b"something else"}
    assert Evidence.objects.count() == 1


def test_of_two_at_once_the_first_stays(account, store, monkeypatch) -> None:
    monkeypatch.setattr("kaogong.audit.actions.evidence.held", lambda sm3, where: False)
    seal(by=account, file=upload(b"abc", "a.txt"))
    (key,) = objects(store)
    store.client.put_object(Bucket=store.name, Key=key, Body=b"first")
    assert seal(by=account, file=upload(b"abc", "a.txt"))  # the store itself refuses to write over it
    assert objects(store) == {key: b"first"}


def test_changed_and_gone_are_told(account, store) -> None:
    changed, gone = seal(by=account, file=upload(PDF)), seal(by=account, file=upload(b"abc", "a.txt"))
    keys = {content: key for key, content in objects(store).items()}
    store.client.put_object(Bucket=store.name, Key=keys[PDF], Body=PDF.replace(b"1.7", b"1.6"))
    store.client.delete_object(Bucket=store.name, Key=keys[b"abc"])
    with pytest.raises(Altered, match="now has the hash"):
        open_evidence(changed)
    with pytest.raises(Altered, match="not in its place"):
        open_evidence(gone)
    assert altered_evidence() == sorted([changed.sm3, gone.sm3])
    assert seal(by=account, file=upload(b"abc", "a.txt")) == gone
    assert altered_evidence() == [changed.sm3]


def test_a_store_that_is_away_takes_nothing_and_accuses_nobody(account, store, settings) -> None:
    made = seal(by=account, file=upload(PDF))
    settings.S3_ENDPOINT = "http://127.0.0.1:9"
    with pytest.raises(Refused, match="连不上"):
        seal(by=account, file=upload(b"abc", "a.txt"))
    with pytest.raises(Away):
        open_evidence(made)
    with pytest.raises(Away):
        altered_evidence()
    assert (Evidence.objects.count(), Event.objects.count()) == (1, 1)


def test_a_bucket_that_is_not_there_is_no_missing_file(account, store, settings) -> None:
    made = seal(by=account, file=upload(PDF))
    settings.EVIDENCE_BUCKET = "another"
    with pytest.raises(Away, match="NoSuchBucket"):
        open_evidence(made)


def test_a_file_of_a_backup_comes_back_into_it(account, store, tmp_path) -> None:
    made = seal(by=account, file=upload(PDF))
    (key,) = objects(store)
    store.client.delete_object(Bucket=store.name, Key=key)
    saved = tmp_path / "saved"
    saved.write_bytes(PDF)
    put_back(saved)
    assert objects(store) == {key: PDF}
    open_evidence(made).close()
