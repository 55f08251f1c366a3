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
]
