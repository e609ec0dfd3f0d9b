from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from config.views import errors, health

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("allauth.account.urls")),
    path("style/", errors.style_guide, name="style_guide"),
    path("api/v1/schema/", SpectacularAPIView.as_view()),
    path("api/v1/", include("feedback.api_urls")),
    path("api/v1/", include("tuning.api_urls")),
    path("", include("tuning.urls")),
    path("", include("moderation.urls")),
    path("", include("feedback.urls")),
    path("", include("community.urls")),
]
