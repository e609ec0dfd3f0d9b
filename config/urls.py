from django.urls import include, path, re_path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView

from config.views import errors, health
from feedback.api.reports import Nowhere

handler400 = "config.views.errors.bad_request"
handler500 = "config.views.errors.server_error"
handler429 = "community.views.too_many.too_many"

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("i18n/", include("django.conf.urls.i18n")),
    # our settings say it better than allauth's overview, to which its pages come back
    path("accounts/2fa/", RedirectView.as_view(pattern_name="community:settings_sign_in"), name="mfa_index"),
    path("accounts/", include("allauth.urls")),
    path("style/", errors.style_guide, name="style_guide"),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="api_schema"),
    path("api/v1/", include("feedback.api_urls")),
    path("api/v1/", include("tuning.api_urls")),
    re_path(r"^api/(?!$)", Nowhere.as_view(), name="api_nowhere"),
    path("", include("feedback.widget_urls")),
    path("", include("tuning.urls")),
    path("", include("moderation.urls")),
    path("", include("feedback.urls")),
    path("", include("community.urls")),
]
