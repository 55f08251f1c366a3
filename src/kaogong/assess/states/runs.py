"""How far a scoring run is."""

from __future__ import annotations

from typing import Final

from kaogong.audit.states import Table

RUN: Final[Table] = {
    ("queued", "start_run"): "running",
    ("running", "start_run"): "running",
    ("queued", "resume_run"): "queued",
    ("running", "resume_run"): "queued",
    ("running", "finish_run"): "done",
    ("queued", "fail_run"): "failed",
    ("running", "fail_run"): "failed",
    ("queued", "cancel_run"): "cancelled",
    ("running", "cancel_run"): "cancelled",
    ("failed", "retry_run"): "queued",
}
"""A worker that died leaves `running`; it is handed out again and starts from the beginning."""
RUN_NAMES: Final = {
    "queued": "排队中",
    "running": "计算中",
    "done": "已完成",
    "failed": "未完成",
    "cancelled": "已取消",
}
GOING: Final = ("queued", "running")
"""States in which a run is not over."""

BACKTEST: Final[Table] = {
    ("queued", "start_backtest"): "running",
    ("running", "start_backtest"): "running",
    ("running", "finish_backtest"): "done",
    ("queued", "fail_backtest"): "failed",
    ("running", "fail_backtest"): "failed",
    ("queued", "cancel_backtest"): "cancelled",
    ("running", "cancel_backtest"): "cancelled",
}
"""A back-test that failed is asked for again."""
BACKTEST_NAMES: Final = {
    "queued": "排队中",
    "running": "试算中",
    "done": "已完成",
    "failed": "未完成",
    "cancelled": "已取消",
}

PURPOSES: Final = {"trial": "试算", "formal": "正式计分", "again": "更正重算"}
