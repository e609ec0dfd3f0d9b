from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Preferences(models.Model):
    """What a member chose for themselves. Columns of the member, since every page and every mail asks for them."""

    language = models.CharField(max_length=10, choices=settings.LANGUAGES, blank=True)  # empty: as the browser says
    time_zone = models.CharField(max_length=64, blank=True)  # a name of the IANA database; empty: the site's
    about = models.TextField(_("about"), max_length=1000, blank=True)

    reads = ArrayField(models.CharField(max_length=10), default=list, blank=True)  # languages of threads; empty: all
    follows_own = models.BooleanField(_("follow what I write or answer in"), default=True)
    assistant_may_answer = models.BooleanField(default=True)  # in the threads that they begin
    welcome_closed = models.BooleanField(default=False)  # they closed the card that says how to begin

    class Meta:
        abstract = True
