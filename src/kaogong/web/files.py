"""The files that are served beside the pages: these and no others, each from where its package has it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import django_htmx
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage
from django.core.management import call_command
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

from kaogong.web.home import Home

OWN = Path(__file__).parent / "static"
HTMX = Path(django_htmx.__file__).parent / "static" / "django_htmx"


def files() -> Mapping[str, Path]:
    """Name in the address → file."""
    return {
        "kaogong.css": OWN / "kaogong.css",
        "kaogong.js": OWN / "kaogong.js",
        "offline.js": OWN / "offline.js",
        "offline-worker.js": OWN / "offline-worker.js",
        "seal.svg": OWN / "seal.svg",
        "htmx.min.js": HTMX / "htmx-2.min.js",
        "echarts.min.js": settings.NODE_MODULES / "echarts" / "dist" / "echarts.min.js",
    }


class Kept(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Files under their hash, each also compressed: well, and in a tenth of the time the last hundredths would take."""

    keep_only_hashed_files = True

    def create_compressor(self, **given: Any) -> Compressor:
        """Compresses files."""
        return _Quick(**given)


class _Quick(Compressor):  # type: ignore[misc]
    """Brotli as good as it is quickly."""

    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        """Compressed data."""
        import brotli  # noqa: PLC0415 - once in an installation

        return bytes(brotli.compress(data, quality=9))


class _Under(FileSystemStorage):
    """One listed file, found by its name in the address."""

    def path(self, name: str) -> str:
        """Where the file is."""
        return str(files()[name])


class Listed(BaseFinder):
    """Finds what is listed."""

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:
        """The file of a name."""
        found = files().get(path)
        if found is None:
            return []
        return [str(found)] if find_all else str(found)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """Every file."""
        del ignore_patterns
        for name in files():
            yield name, _Under()


def collect(own: Home) -> None:
    """Put the files in their place, unless they are what was put there last."""
    told = "".join(
        f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n" for name, path in sorted(files().items())
    )
    stamp = own.folder / "static" / ".collected"
    if stamp.exists() and stamp.read_text("utf-8") == told:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(told, "utf-8")
