"""How open the site is at its first start, and what is shown to whom until an administrator says otherwise."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.env import env

# How open the site is at its first start; from then on administrators say it on a page (`community.site_rules`).
SITE_JOINING = env.str("SITE_JOINING", default="open")
SITE_READING = env.str("SITE_READING", default="everyone")
SITE_RULES_SECONDS = 3.0  # how old what a process knows of these rules may be
# What can be shown to some members first: `community.features` asks. "who" holds until an administrator says otherwise.
FEATURES = {
    "web_push": {"who": "everyone", "label": _("Notices in the browser"), "about": _("Offered under “How I am told”.")},
    "images": {
        "who": "everyone",
        "label": _("Images"),
        "about": _(
            "To post them; everyone sees those that are there. New members wait for their first level whatever is chosen here."
        ),
    },
    "assistant": {
        "who": "everyone",
        "label": _("Assistant"),
        "about": _("To ask it; everyone reads its answers. Whether it runs at all stands on its own page."),
    },
}
