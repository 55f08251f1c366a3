"""Tables of the room."""

from kaogong.people.models.learning import (
    Allowance,
    Article,
    ArticleAward,
    ArticleTarget,
    Course,
    Exam,
    ExamInterview,
    ExamResult,
    MonthEvaluation,
    RotationPlan,
    Trained,
    WritingDay,
)
from kaogong.people.models.presence import (
    Absence,
    AttendanceSheet,
    Correction,
    DayRecord,
    Outing,
    PunchFile,
    Substitute,
    WorkHours,
)
from kaogong.people.models.talks import HeartTalk, IntegrityTalk, TalkLapse

__all__ = [
    "Absence",
    "Allowance",
    "Article",
    "ArticleAward",
    "ArticleTarget",
    "AttendanceSheet",
    "Correction",
    "Course",
    "DayRecord",
    "Exam",
    "ExamInterview",
    "ExamResult",
    "HeartTalk",
    "IntegrityTalk",
    "MonthEvaluation",
    "Outing",
    "PunchFile",
    "RotationPlan",
    "Substitute",
    "TalkLapse",
    "Trained",
    "WorkHours",
    "WritingDay",
]
