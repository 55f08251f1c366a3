"""`python -m kaogong.web.load`: what `run` has done before the first page, by a process that gives its memory back.

It gets ready while the database starts, waits for a line, then makes the tables; told `city`, it loads the demonstration
city where there is nothing yet. What it does is on standard error, the accounts to try on standard output.
"""

import os
import sys

import django

django.setup()

from kaogong.web import city, files, tables  # noqa: E402 - Django must be set up first
from kaogong.web.home import home  # noqa: E402


def say(words: str) -> None:
    """Tell how far it is."""
    sys.stderr.write(words + "\n")
    sys.stderr.flush()


files.collect(home())
if not sys.stdin.readline():  # whoever wanted it is gone
    sys.exit(1)
tables.prepare()
if "city" in sys.argv[1:] and city.empty():
    say("装入示范市 · loading the demonstration city …")
    counts = city.load(say=say)
    say(f"  {counts['units']} 个单位 · units，{counts['people']} 人 · people，{counts['reports']} 份进展 · reports")
if found := city.accounts():
    if not os.environ.get("KAOGONG_TODAY"):
        sys.stdout.write(f"示范日 · the day it is set in: {city.DAY}\n")
    sys.stdout.writelines(f"{line}\n" for line in found)
