"""Which language to speak, known before anything else is."""

from __future__ import annotations

import os
from collections.abc import Sequence

from kaogong.core.problem import Lang


def chosen(args: Sequence[str] = ()) -> Lang:
    """The language of `--lang`, else of KAOGONG_LANG, else of the environment (zh* is Chinese), else English.

    It is looked for in the plain words of the command, because help and complaints about the command itself
    are written before its options are read.
    """
    words = [*args]
    for position, word in enumerate(words):
        if word == "--":
            break
        if word == "--lang" and position + 1 < len(words) and words[position + 1] in {"zh", "en"}:
            return "zh" if words[position + 1] == "zh" else "en"
        if word in {"--lang=zh", "--lang=en"}:
            return "zh" if word.endswith("zh") else "en"
    named = os.environ.get("KAOGONG_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "zh" if named.lower().startswith("zh") else "en"
