"""What the tabs of the room ask."""

from __future__ import annotations

from django import template

from kaogong.listen.guards.complaints import may_see_list

register = template.Library()


@register.simple_tag(takes_context=True)
def lists_complaints(context: template.Context) -> bool:
    """Whether whoever looks may see the complaints."""
    return not may_see_list(context["request"].user)
