"""Settings of the REST interface."""

from __future__ import annotations

from typing import Any

from config.env import env

API_CALLS_PER_MINUTE = env.int("API_CALLS_PER_MINUTE", default=6000)  # of one key, times RATE_LIMITS
# Hosts of the operator's own network that webhooks may be sent to, also without TLS; all others must be public.
WEBHOOK_HOSTS = env.list("WEBHOOK_HOSTS", default=[])

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["feedback.api.authentication.KeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["feedback.api.permissions.HasScope"],
    "DEFAULT_THROTTLE_CLASSES": ["feedback.api.limits.KeyThrottle"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["feedback.api.bodies.StrictJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "feedback.api.problems.problem_handler",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Huiliu",
    "DESCRIPTION": "Feedback that flows back into the model.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "feedback.api.openapi.describe_problems"],
}
