"""Results for people and other programs: a workbook, CSV, JSON. All are written from a stored result."""

from kaogong.core.engine.output.plain import write_csv, write_json
from kaogong.core.engine.output.published import Frame, frames_of
from kaogong.core.engine.output.summary import Line, summary_of
from kaogong.core.engine.output.workbook import write_workbook

__all__ = ["Frame", "Line", "frames_of", "summary_of", "write_csv", "write_json", "write_workbook"]
