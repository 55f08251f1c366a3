"""Addresses of the room, under /supervise/."""

from django.urls import URLPattern, path

from kaogong.org.views.deeds import doors
from kaogong.org.views.shelves import shelves
from kaogong.supervise.views import (
    findings,
    findings_deeds,
    findings_papers,
    inspections,
    inspections_deeds,
    ledger_checks,
    ledger_entries,
    ledger_reviews,
    ledgers,
    matters,
    matters_deeds,
    matters_figures,
    tasks,
    tasks_deeds,
    tasks_tables,
    teams,
)

app_name = "supervise"
TASKS = [
    path("", tasks.listed, name="tasks"),
    path("tasks/<int:pk>/", tasks.one, name="task"),
    path("tasks/<int:pk>/proofs/<int:held>/", tasks.proof, name="task_proof"),
    path("tables/<int:pk>/", tasks_tables.table, name="task_table"),
    path("tables/<int:pk>/take/", tasks_tables.preview, name="take_tasks"),
    path("tables/<int:pk>/take/whole/", tasks_tables.take, name="take_book"),
    path("tables/template/", tasks_tables.template, name="task_template"),
    path("editions/<int:pk>/", tasks_tables.edition, name="task_edition"),
    path("sources/<int:pk>/", tasks_tables.source, name="task_source"),
    path("matters/<int:pk>/", matters.matter, name="matter"),
    path("matters/figures/", matters_figures.figures, name="figures"),
    path("drives/<int:pk>/", matters.drive, name="drive"),
    path("hearings/<int:pk>/", matters.hearing, name="hearing"),
    path("teams/", teams.team_page, name="teams"),
    path("lapses/", teams.lapses, name="lapses"),
    *shelves((*tasks_tables.SHELVES, *matters.SHELVES)),
    *doors((*tasks_deeds.EVERY, *matters_deeds.EVERY)),
]
"""Of tasks, matters and daily supervision."""
INSPECTIONS = [
    path("inspections/", inspections.listed, name="inspections"),
    path("inspections/new/", inspections_deeds.plan, name="plan_inspection"),
    path("inspections/figures/", inspections.figures, name="inspection_figures"),
    path("inspections/items/", inspections.items, name="check_items"),
    path("inspections/items/<int:pk>/end/", inspections_deeds.end_item, name="end_check_item"),
    path("inspections/<int:pk>/", inspections.one, name="inspection"),
    path("inspections/<int:pk>/<slug:verb>/", inspections_deeds.deed, name="inspection_deed"),
    path("inspections/draws/<int:pk>/", inspections_deeds.lot, name="lot"),
    path("inspections/draws/<int:pk>/swap/", inspections_deeds.swap, name="swap_drawn"),
    path("inspections/draws/<int:pk>/package/", inspections_deeds.lot_package, name="lot_package"),
    path("inspections/visits/<int:pk>/", inspections.visit, name="visit"),
    path("inspections/visits/<int:pk>/skip/", inspections_deeds.skip, name="skip_visit"),
    path("inspections/visits/<int:pk>/release/", inspections_deeds.release, name="release_application"),
    path("findings/", findings.listed, name="findings"),
    path("findings/new/", findings_deeds.new, name="new_finding"),
    path("findings/standing/", findings.standing, name="rectifications"),
    path("findings/style/", findings_papers.style, name="rate_style"),
    path("findings/papers/", findings_papers.papers, name="papers"),
    path("findings/papers/new/", findings_papers.new_paper, name="new_paper"),
    path("findings/papers/<int:pk>/", findings_papers.paper, name="paper"),
    path("findings/papers/<int:pk>/<str:kind>/", findings_papers.paper_file, name="paper_file"),
    path("findings/circulars/", findings_papers.circulars, name="circulars"),
    path("findings/circulars/<int:pk>/", findings_papers.circular, name="circular"),
    path("findings/circulars/<int:pk>/<str:kind>/", findings_papers.circular_file, name="circular_file"),
    path("findings/opinions/", findings_papers.opinions, name="opinions"),
    path("findings/opinions/<int:pk>/", findings_papers.opinion, name="opinion"),
    path("findings/proofs/<int:pk>/", findings.proof, name="finding_proof"),
    path("findings/<int:pk>/", findings.one, name="finding"),
    path("findings/<int:pk>/<slug:verb>/", findings_deeds.deed, name="finding_deed"),
]
"""Of inspections, findings and rectification."""
LEDGERS = [
    path("ledgers/", ledgers.listed, name="ledgers"),
    path("ledgers/new/", ledgers.declare, name="new_ledger"),
    path("ledgers/<int:pk>/", ledgers.one, name="ledger"),
    path("ledgers/<int:pk>/enter/", ledger_entries.new, name="enter_ledger"),
    path("ledgers/<int:pk>/import/", ledger_entries.taken, name="import_ledger"),
    path("ledgers/coverage/", ledgers.covered, name="ledger_coverage"),
    path("ledgers/entries/", ledger_entries.listed, name="ledger_entries"),
    path("ledgers/entries/<int:pk>/", ledger_entries.one, name="ledger_entry"),
    path("ledgers/entries/<int:pk>/correct/", ledger_entries.correct, name="correct_entry"),
    path("ledgers/vehicles/", ledger_checks.listed, name="vehicles"),
    path("ledgers/vehicles/<int:pk>/", ledger_checks.one, name="vehicle"),
    path("ledgers/bonuses/", ledger_checks.bonuses, name="bonuses"),
    path("ledgers/bonuses/<int:pk>/", ledger_checks.bonus, name="bonus"),
    path("ledgers/reviews/", ledger_reviews.listed, name="ledger_reviews"),
    path("ledgers/reviews/<int:pk>/", ledger_reviews.one, name="ledger_review"),
    path("ledgers/reviews/<int:pk>/document/", ledger_reviews.document, name="ledger_review_document"),
]
"""Of daily ledgers."""
urlpatterns: list[URLPattern] = [*TASKS, *INSPECTIONS, *LEDGERS]
