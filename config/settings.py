"""One settings file for every machine; what differs comes from the environment (`config.env`)."""

from __future__ import annotations

from urllib.parse import unquote

from django.conf import global_settings
from django.utils.translation import gettext_lazy as _

from config.doorbells import doorbells, schedule
from config.env import ROOT, assistant_endpoint, data_dir, env, secret_key, single_sign_on
from config.interface import API_CALLS_PER_MINUTE, REST_FRAMEWORK, SPECTACULAR_SETTINGS, WEBHOOK_HOSTS  # noqa: F401 -- settings
from config.logs import configure_logs
from config.opening import FEATURES, SITE_JOINING, SITE_READING, SITE_RULES_SECONDS  # noqa: F401 -- settings
from config.services import database_url, redis_url
from config.storage import storage

DATA_DIR = data_dir()
SECRET_KEY = secret_key()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
DEBUG = env.bool("DEBUG", default=False)

LOCAL_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
PUBLIC_HOSTS = env.list("ALLOWED_HOSTS", default=[])
ALLOWED_HOSTS = [*LOCAL_HOSTS, *PUBLIC_HOSTS]
# A site with a name of its own is reached by HTTPS, through a proxy that says so; HTTPS=0 says otherwise.
HTTPS = env.bool("HTTPS", default=bool(PUBLIC_HOSTS))
CSRF_TRUSTED_ORIGINS = [f"http{'s' if HTTPS else ''}://{host}" for host in PUBLIC_HOSTS]
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "config.views.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
# Web push: the key is made at the first use where none is given. Browsers name the servers that notices are pushed to;
# these, and no others, are spoken to.
VAPID_PRIVATE_KEY = env.str("VAPID_PRIVATE_KEY", default="")
VAPID_CONTACT = env.str("VAPID_CONTACT", default=f"mailto:huiliu@{PUBLIC_HOSTS[0] if PUBLIC_HOSTS else 'localhost'}")
PUSH_SERVICES = env.list(
    "PUSH_SERVICES",
    default=[
        "https://fcm.googleapis.com",
        "https://updates.push.services.mozilla.com",
        "https://*.push.apple.com",
        "https://*.notify.windows.com",
    ],
)
# What links in mails and feeds begin with.
SITE_ADDRESS = env.str(
    "SITE_ADDRESS",
    default=f"https://{PUBLIC_HOSTS[0]}" if PUBLIC_HOSTS and HTTPS else f"http://127.0.0.1:{env.int('PORT', default=8000)}",
).rstrip("/")

INSTALLED_APPS = [
    "config",
    "tuning",
    "moderation",
    "feedback",
    "community",
    "base",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
    "django_structlog",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "base.middleware.SecurityHeaders",
    "base.middleware.Bounds",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "community.middleware.member_time_zone",
    "community.middleware.MembersOnly",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "community.context.unread",
            ],
        },
    },
]

_database = env.db_url_config(database_url())
DATABASES = {
    "default": {
        **_database,
        "HOST": unquote(_database["HOST"]),  # a socket's folder comes percent-encoded
        # Threads times workers must not exhaust PostgreSQL: each process has a bounded pool.
        "CONN_MAX_AGE": 0,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": env.int("DATABASE_POOL", default=8), "timeout": 10}},
    }
}
# Rate limits and the like must hold while Redis is away, so the cache is a table.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "django_cache"}}

AUTH_USER_MODEL = "community.Member"
# The first answers every password, right or wrong; the second keeps the sessions that sign-in links open.
AUTHENTICATION_BACKENDS = [
    "community.password_backend.PasswordBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "email"]
ACCOUNT_ADAPTER = "community.account_adapter.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "community.social_adapter.SocialAccountAdapter"
# Several accounts may name an address until one of them proves it, so that nothing says whether an address is known.
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_USERNAME_VALIDATORS = "community.account_adapter.username_validators"
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Huiliu] "
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
# allauth's own limits hold for everything else; these are ours.
ACCOUNT_RATE_LIMITS = {
    "export_member": "6/h/user",
    "send_test_mail": "6/m/user",
    "leave": "10/m/user",
    "ask_test_question": "6/m/user",
    "join": "60/h/ip",
    "wait": "10/h/ip",
    "invite": "30/h/user",
}
# A proxy adds the address of whom it speaks for; without it all visitors would share one limit.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=1 if HTTPS else 0)
MFA_ADAPTER = "community.mfa_adapter.MFAAdapter"
MFA_FORMS = {"add_webauthn": "community.mfa_forms.AddPasskeyForm"}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Huiliu"
MFA_TOTP_TOLERANCE = 1  # half a minute, for clocks that are a little off
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an unproved address opens nothing here, so it need not stop anyone
# A company's single sign-on; off without OIDC_SERVER_URL.
HAS_SINGLE_SIGN_ON = bool(env.str("OIDC_SERVER_URL", default=""))
SOCIALACCOUNT_LOGIN_ON_GET = True  # a link: our policy forbids forms, and what they are redirected to, to leave the site
SOCIALACCOUNT_PROVIDERS = single_sign_on() if HAS_SINGLE_SIGN_ON else {}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"

# Mail is optional: without EMAIL_URL nothing is sent, and nothing waits for a confirmation.
HAS_MAIL = bool(env.str("EMAIL_URL", default=""))
vars().update(env.email_url("EMAIL_URL", default="dummymail://"))
EMAIL_TIMEOUT = 10  # seconds: a mail server that is away must not hold a page for ever
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default=f"Huiliu <huiliu@{PUBLIC_HOSTS[0] if PUBLIC_HOSTS else 'localhost'}>")
ACCOUNT_EMAIL_VERIFICATION = "optional" if HAS_MAIL else "none"

# "Everything about me", and "erase what I wrote": each room answers for its own tables (`community.export_member`,
# `community.erase_member`); only this file knows all rooms.
MEMBER_EXPORTS = [
    "community.export_of_member.export_of_member",
    "feedback.export_of_member.export_of_member",
    "moderation.export_of_member.export_of_member",
    "tuning.export_of_member.export_of_member",
]
MEMBER_ERASURES = ["feedback.erase_of_member.erase_of_member", "community.erase_of_member.erase_of_member"]

RATE_LIMITS = env.float("RATE_LIMITS", default=1.0)  # a multiple of what `community.trust` says; 0: without limits
# What other rooms offer to be followed: a function from keys to names and pages (`community.follow_subjects`).
FOLLOWED_ELSEWHERE = {"version": "feedback.queries.versions_to_follow"}

# The assistant: any endpoint that speaks OpenAI's chat completions; off without one.
LLM = assistant_endpoint()
HAS_ASSISTANT = bool(LLM)

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese")), ("zh-hant", _("Traditional Chinese"))]
LOCALE_PATHS = [ROOT / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [ROOT / "static"]
STORAGES = {
    # Files that members add. Nothing in it has an address of its own: a view hands each out to whoever may see it.
    "default": storage(env.str("STORAGE_URL", default=""), DATA_DIR / "storage"),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600

MAX_UPLOAD_BYTES = 8 * 1024 * 1024  # of one file
FILE_UPLOAD_HANDLERS = ["base.upload_limit.CutLongUploads", *global_settings.FILE_UPLOAD_HANDLERS]
# A conversation may hold 2,000,000 characters, of up to four bytes; a form sends each byte as up to three.
DATA_UPLOAD_MAX_MEMORY_SIZE = 30_000_000
MAX_BODY_BYTES = 40_000_000  # of any request, with the files in it; docs/operations.md names it for proxies

REDIS_URL = redis_url()
# What is worth something for a minute, and nothing once it is lost; the limits of sign-in are not thrown out by it.
CACHES["moments"] = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "moment"}
DOORBELLS = doorbells(has_assistant=HAS_ASSISTANT)
# The sweep rings everything again, for what a lost ring or a killed worker left waiting.
SWEEP_SECONDS = env.float("SWEEP_SECONDS", default=5.0)

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # Redis may be away for hours; a worker waits for it
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "max_retries": 1}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "feedback"
CELERY_TASK_ROUTES = {"community.answer_waiting": {"queue": "assistant"}}  # a model takes its time: nobody else waits for it
# Nor does the classifier for other people's servers.
CELERY_TASK_ROUTES |= {f"feedback.{task}": {"queue": "community"} for task in ("send_webhooks", "forget_webhooks")}
CELERY_TASK_ROUTES |= {f"{queue}.*": {"queue": queue} for queue in ("community", "feedback", "moderation", "tuning")}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BEAT_SCHEDULE = schedule(DOORBELLS, every=SWEEP_SECONDS)
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")

configure_logs(level=env.str("LOG_LEVEL", default="INFO"), as_json=env.bool("LOG_JSON", default=True))
LOGGING_CONFIG = None
DJANGO_STRUCTLOG_CELERY_ENABLED = True

METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
