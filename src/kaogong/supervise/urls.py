"""Addresses of the room, under /supervise/."""

from django.urls import path

from kaogong.org.views.deeds import doors
from kaogong.org.views.shelves import shelves
from kaogong.supervise.views import matters, matters_deeds, tasks, tasks_deeds, tasks_tables, teams

app_name = "supervise"
TASKS = [
    path("", tasks.listed, name="tasks"),
    path("tasks/<int:pk>/", tasks.one, name="task"),
    path("tables/<int:pk>/", tasks_tables.table, name="task_table"),
    path("tables/<int:pk>/take/", tasks_tables.preview, name="take_tasks"),
    path("tables/<int:pk>/take/whole/", tasks_tables.take, name="take_book"),
    path("tables/template/", tasks_tables.template, name="task_template"),
    path("editions/<int:pk>/", tasks_tables.edition, name="task_edition"),
    path("sources/<int:pk>/", tasks_tables.source, name="task_source"),
    path("matters/<int:pk>/", matters.matter, name="matter"),
    path("matters/figures/", matters.figures, name="figures"),
    path("drives/<int:pk>/", matters.drive, name="drive"),
    path("hearings/<int:pk>/", matters.hearing, name="hearing"),
    path("teams/", teams.team_page, name="teams"),
    path("lapses/", teams.lapses, name="lapses"),
    *shelves((*tasks_tables.SHELVES, *matters.SHELVES)),
    *doors((*tasks_deeds.EVERY, *matters_deeds.EVERY)),
]
"""Of tasks, matters and daily supervision."""
urlpatterns = [*TASKS]
