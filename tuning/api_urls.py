from django.urls import path

from tuning.api import datasets

urlpatterns = [
    path("datasets", datasets.Datasets.as_view()),
    path("datasets/<slug:slug>/versions", datasets.Versions.as_view()),
    path("datasets/<slug:slug>/versions/<int:number>/files/<str:name>", datasets.VersionFile.as_view()),
    path("datasets/<slug:slug>/tombstones", datasets.Tombstones.as_view()),
]
