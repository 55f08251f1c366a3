"""A run or one derivation as an archive, to be checked without the house."""

from __future__ import annotations

import json
import tempfile
import zipfile
from pathlib import Path
from typing import IO

from kaogong.assess.models import Result, Run
from kaogong.assess.queries.derivation import explained
from kaogong.assess.queries.runs import folder_of
from kaogong.core.engine import package
from kaogong.core.engine.bundle.manifest import NAME
from kaogong.core.engine.explain.as_html import page
from kaogong.core.engine.explain.as_json import plain
from kaogong.core.engine.explain.parts import Explanation

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

核验 · Check it, without the house:

  kaogong verify PACKAGE.zip --seal HEX        或 · or        python verify.py PACKAGE.zip --seal HEX

逐个文件核对，逐句重算。校验值印在这个得分的书面附件上；不符，就不是当时发出的那一份。
The seal is printed on the annex of this score; with another seal it is not the package that was handed out.
指纹 · fingerprint: {fingerprint}
"""
EPOCH = (1980, 1, 1, 0, 0, 0)


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
    """One derivation, without what the run holds of others; the same bytes whenever it is asked for."""
    out = tempfile.TemporaryFile()  # noqa: SIM115 - as above
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in files_of(result, explained(result)).items():
            pack.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
    out.seek(0)
    return out


def files_of(result: Result, told: Explanation) -> dict[str, bytes]:
    """What lies in the package of one derivation: its list, which is sealed, the first."""
    files = {
        "derivation.html": page(told).encode(),
        package.DERIVATION: (json.dumps(plain(told), ensure_ascii=False, indent=1) + "\n").encode(),
        NAME: folder_of(result.run).joinpath(NAME).read_bytes(),
        "verify.py": Path(package.__file__).read_bytes(),
        "README.txt": ONE.format(fingerprint=result.run.fingerprint).encode(),
    }
    about = {"subject": result.subject, "period": result.period, "sheet": result.sheet}
    return {package.LIST: package.listed(files, fingerprint=result.run.fingerprint, **about), **files}


def seal_of(result: Result, told: Explanation) -> str:
    """The seal of the package of one derivation, as the annex prints it."""
    return str(json.loads(files_of(result, told)[package.LIST])["seal"])
