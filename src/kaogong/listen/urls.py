"""Addresses of the room, under /listen/."""

from django.urls import URLPattern, path

from kaogong.listen.views import ballots, codes, entries, opinions, projects, results

app_name = "listen"
urlpatterns: list[URLPattern] = [
    path("", projects.listed, name="surveys"),
    path("new/", projects.new, name="new_survey"),
    path("b/", ballots.ballot, name="ballot"),
    path("b/<str:code>/", ballots.ballot, name="ballot_code"),
    path("o/<str:link>/", ballots.open_link, name="open_ballot"),
    path("opinions/", opinions.listed, name="opinions"),
    path("opinions/<int:pk>/", opinions.one, name="opinion"),
    path("feedback/", opinions.feedbacks, name="feedbacks"),
    path("feedback/<int:pk>/", opinions.feedback, name="feedback"),
    path("<int:pk>/", projects.one, name="survey"),
    path("<int:pk>/do/<str:name>/", projects.deed, name="deed"),
    path("<int:pk>/sheets/<int:version>/", projects.sheet, name="sheet"),
    path("<int:pk>/batches/", codes.batches, name="batches"),
    path("<int:pk>/entries/", entries.entries, name="entries"),
    path("<int:pk>/steps/", entries.steps, name="steps"),
    path("<int:pk>/answers/", entries.answers, name="answers"),
    path("<int:pk>/result/", results.result, name="result"),
from kaogong.listen.views import (
    complaints,
    complaints_counts,
    complaints_leads,
    complaints_open,
    complaints_promises,
)

app_name = "listen"
urlpatterns: list[URLPattern] = [
    path("complain/", complaints_open.complain, name="complain"),
    path("complain/follow/", complaints_open.follow, name="follow"),
    path("complain/promises/", complaints_open.promises, name="open_promises"),
    path("complaints/", complaints.listed, name="complaints"),
    path("complaints/new/", complaints.new, name="new_complaint"),
    path("complaints/statistics/", complaints_counts.statistics, name="complaint_statistics"),
    path("complaints/months/<str:period>/", complaints_counts.month, name="complaint_month"),
    path("complaints/concerns/", complaints_counts.concerns, name="concerns"),
    path("complaints/handlers/", complaints_counts.handlers, name="handlers"),
    path("complaints/promises/", complaints_promises.promises, name="promises"),
    path("complaints/promises/new/", complaints_promises.new_promise, name="new_promise"),
    path("complaints/contacts/", complaints_promises.contacts, name="contacts"),
    path("complaints/contacts/<int:pk>/problem/", complaints_promises.problem, name="problem"),
    path("complaints/leads/", complaints_leads.leads, name="leads"),
    path("complaints/leads/new/", complaints_leads.new, name="new_lead"),
    path("complaints/leads/<int:pk>/", complaints_leads.one, name="lead"),
    path("complaints/teams/", complaints_leads.teams, name="teams"),
    path("complaints/papers/<int:pk>/", complaints_leads.paper, name="case_paper"),
    path("complaints/files/<int:pk>/", complaints.attachment, name="complaint_file"),
    path("complaints/<int:pk>/", complaints.one, name="complaint"),
    path("complaints/<int:pk>/identity/", complaints.identity, name="identity"),
    path("complaints/<int:pk>/settle/", complaints.settle, name="settle_beside"),
]
