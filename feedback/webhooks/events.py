"""What an endpoint can be told of."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

TEST = "test"
SUPERSEDED = "dataset.superseded"
EVENTS = {
    "report.reported": _("A report came in"),
    "report.classified": _("The machine classified it"),
    "report.accepted": _("A moderator accepted it"),
    "report.declined": _("A moderator declined it"),
    "report.relabelled": _("Its labels were changed"),
    "report.reopened": _("Its case was opened again"),
    "report.in_dataset": _("It is in a dataset version"),
    "report.released": _("A model version answers it"),
    "report.confirmed": _("Its reporter confirmed the fix"),
    "report.not_fixed": _("Its reporter says that it is not fixed"),
    "report.consent_changed": _("Its consent was changed"),
    "report.withdrawn": _("It was taken back"),
    SUPERSEDED: _("A dataset version lost rows that were taken back"),
}
