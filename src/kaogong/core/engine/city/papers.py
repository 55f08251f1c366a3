"""The papers behind a fact: what they are called, their SM3 hash, who approved them and when."""

from __future__ import annotations

from datetime import date, timedelta

from cryptography.hazmat.primitives import hashes

from kaogong.core.engine.city.chance import Chance

SORTS = ("统计报表", "会议纪要", "现场照片", "系统导出记录", "验收报告", "公示截图")


def sm3(text: str) -> str:
    """SM3 of a text, hexadecimal."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(text.encode())
    return digest.finalize().hex()


def evidence(chance: Chance, *key: str) -> dict[str, str]:
    """The paper of an entry and its hash."""
    name = f"{'-'.join(key)}-{chance.pick(SORTS, 'paper', *key)}.pdf"
    return {"evidence": name, "evidence_hash": sm3(name)}


def approval(chance: Chance, last: date, *key: str) -> dict[str, str]:
    """Who looked at an entry after its period, and when."""
    day = last + timedelta(days=chance.whole(2, 9, "approved", *key))
    return {"approved_by": f"审核员{chance.whole(1, 8, 'by', *key)}号", "approved_on": day.isoformat()}
