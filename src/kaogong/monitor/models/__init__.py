"""Tables of the room."""

from kaogong.monitor.models.feeds import Feed, FeedValue
from kaogong.monitor.models.reports import Attachment, Exemption, Explanation, PartFigure, Report
from kaogong.monitor.models.routines import Activity, Assignee, Bulletin, Construction, Filing, Routine, Site
from kaogong.monitor.models.rules import Milestone, PartRule, Rules, Waiver
from kaogong.monitor.models.urges import Urge

__all__ = [
    "Activity",
    "Assignee",
    "Attachment",
    "Bulletin",
    "Construction",
    "Exemption",
    "Explanation",
    "Feed",
    "FeedValue",
    "Filing",
    "Milestone",
    "PartFigure",
    "PartRule",
    "Report",
    "Routine",
    "Rules",
    "Site",
    "Urge",
    "Waiver",
]
