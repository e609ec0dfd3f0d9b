from __future__ import annotations

from django.core.management.base import BaseCommand
from tqdm import tqdm

from community.models import Thread
from feedback.rebuild_search import rebuild_search


class Command(BaseCommand):
    help = (
        "Write anew what every thread is found by: after rows came in another way than through the site, "
        "or when a release says so. People may go on writing and searching meanwhile."
    )

    def handle(self, *args: object, **options: object) -> None:
        with tqdm(total=Thread.objects.count(), unit=" threads", disable=None) as bar:
            done = rebuild_search(progress=bar.update)
        self.stdout.write(f"{done} threads can be found")
