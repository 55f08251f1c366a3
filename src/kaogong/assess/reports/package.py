"""A run or one derivation as an archive, to be checked without the house."""

from __future__ import annotations

import json
import tempfile
import zipfile
from typing import IO

from kaogong.assess.models import Result, Run
from kaogong.assess.queries.derivation import explained
from kaogong.assess.queries.runs import folder_of
from kaogong.core.engine.bundle.manifest import NAME
from kaogong.core.engine.explain.as_html import page
from kaogong.core.engine.explain.as_json import plain

HOW = """\
离线复算 · Check it offline

1. kaogong verify {folder}
   逐个文件核对哈希，用其中的办法和数据重算一遍，比较每一个数值。
2. kaogong explain {folder} 编号
   说明一个得分怎么来的。
指纹 · fingerprint: {fingerprint}
"""
ONE = """\
得分推导 · Derivation

derivation.html 用浏览器打开，不用联网；每个算式可用计算器复核。
derivation.json 是同样内容，供程序读取。
manifest.json 是本次计分的清单，指纹应与公布的一致。
指纹 · fingerprint: {fingerprint}
"""


def whole(run: Run) -> IO[bytes]:
    """The sealed folder of a run."""
    folder, name = folder_of(run), run.fingerprint[:12]
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it when it is sent
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                pack.write(path, f"{name}/{path.relative_to(folder).as_posix()}")
        pack.writestr("README.txt", HOW.format(folder=name, fingerprint=run.fingerprint))
    out.seek(0)
    return out


def single(result: Result) -> IO[bytes]:
    """One derivation, without what the run holds of others."""
    told, run = explained(result), result.run
    out = tempfile.TemporaryFile()  # noqa: SIM115 - as above
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("derivation.html", page(told))
        pack.writestr("derivation.json", json.dumps(plain(told), ensure_ascii=False, indent=1) + "\n")
        pack.write(folder_of(run).joinpath(NAME), NAME)
        pack.writestr("README.txt", ONE.format(fingerprint=run.fingerprint))
    out.seek(0)
    return out
