"""Addresses of moves, selection and performance pay."""

from django.urls import URLPattern, path

from kaogong.org.views.deeds import doors
from kaogong.org.views.shelves import shelves
from kaogong.people.views import careers, careers_deeds, cases, cases_deeds, pay, pay_deeds

PATTERNS: list[URLPattern] = [
    path("pay/", pay.mine, name="my_pay"),
    path("pay/runs/<int:pk>/", pay.run, name="payment"),
    path("pay/runs/<int:pk>/lines/", pay.lines, name="pay_lines"),
    path("pay/runs/<int:pk>/sheet/", pay.paper, name="pay_sheet"),
    path("pay/rules/<int:pk>/", pay.rule, name="pay_rule"),
    path("careers/selections/<int:pk>/", careers.selection, name="selection"),
    path("careers/exemplars/<int:pk>/", careers.exemplar, name="exemplar"),
    path("careers/lists/<int:pk>/", careers.move_list, name="move_list"),
    path("careers/cases/<int:pk>/", cases.case, name="case"),
    path("careers/unfit-rules/<int:pk>/", cases.unfit_rule, name="unfit_rule"),
    path("careers/figures/", cases.figures, name="career_figures"),
    *shelves((*pay.SHELVES, *careers.SHELVES, *cases.SHELVES)),
    *doors((*pay_deeds.EVERY, *careers_deeds.EVERY, *cases_deeds.EVERY)),
]
