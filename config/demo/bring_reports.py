from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from config.demo import files
from config.demo.cast import member
from feedback.import_reports import Imported, import_reports
from feedback.models import Product, Report
from feedback.release import release


def bring_reports() -> Imported:
    """Register the products with the versions that are out, and import the reports on them, the newest minutes old."""
    team = member(files.community()["release"]["by"])
    for words in files.community()["products"]:
        product, _ = Product.objects.get_or_create(slug=words["slug"], defaults={"name": words["name"]})
        for version in words["versions"]:
            at = timezone.now() - timedelta(days=version["days_ago"])
            release(product=product, name=version["name"], by=team, fixes=[], notes=version["notes"], released_at=at)
    return import_reports(files.moved(distance()), source=files.SOURCE)


def distance() -> timedelta:
    """How far the file's times are moved: as far as in a run that was broken off, else to now."""
    held = Report.objects.filter(source=files.SOURCE, external_id=files.reports()[0]["external_id"]).first()
    if held is not None:
        return held.created_at - files.first_time()
    return timezone.now() - timedelta(minutes=4) - files.newest_time()
