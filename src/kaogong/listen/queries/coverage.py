"""Whether a questionnaire asks what it must: contents of the appraisal, topics, questions without either."""

from __future__ import annotations

from dataclasses import dataclass

from kaogong.listen.models import Questionnaire


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a questionnaire covers."""

    unlinked: list[str]
    """Questions tied to no content of the appraisal: a warning (YL-09)."""
    families: list[tuple[str, int]]
    topics: list[tuple[str, int]]

    @property
    def missing_families(self) -> list[str]:
        """Contents nothing is asked of."""
        return [name for name, number in self.families if not number]

    @property
    def missing_topics(self) -> list[str]:
        """Topics nothing is asked of."""
        return [name for name, number in self.topics if not number]

    @property
    def topics_said(self) -> str:
        """How many of the topics are covered, as `4 / 5`."""
        return f"{sum(1 for _name, number in self.topics if number)} / {len(self.topics)}"


def coverage(sheet: Questionnaire) -> Coverage:
    """What a questionnaire covers of what its project demands."""
    questions = list(sheet.questions.all())
    families = [(name, sum(one.content == name for one in questions)) for name in sheet.project.families]
    topics = [(name, sum(one.topic == name for one in questions)) for name in sheet.project.topics]
    unlinked = [one.code for one in questions if not one.content and one.kind != "text"]
    return Coverage(unlinked, families, topics)
