"""The room as Django sees it."""

from django.apps import AppConfig


class AnswerConfig(AppConfig):
    """申诉."""

    name = "kaogong.answer"
    label = "answer"
    verbose_name = "申诉"
