from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class SearchDocument(models.Model):
    """What a thread is found by: `community.search.document` says what `words` hold. Written by `index_threads` alone.

    There is no index on `created_at`, on purpose: "the newest that match" must never be found by walking all threads.
    """

    thread = models.OneToOneField("community.Thread", on_delete=models.CASCADE, primary_key=True, related_name="+")
    created_at = models.DateTimeField()
    beside = models.TextField(blank=True)  # of a report: the beginning of its conversation and correction
    words = SearchVectorField()

    class Meta:
        indexes = [
            # A long list of what is not in the index yet would be read by every search: keep it short.
            GinIndex(fields=["words"], name="search_words", gin_pending_list_limit=256),
        ]

    def __str__(self) -> str:
        return f"what thread {self.thread_id} is found by"


class SearchWord(models.Model):
    """A word of the site, for "did you mean": a Latin word, or two Han characters of a title, and then `head` and `tail` are
    these. A hint only: a word is offered to nobody who would find nothing by it."""

    word = models.CharField(primary_key=True, max_length=24)
    seen = models.PositiveIntegerField(default=1)  # in how many threads, when `rebuild_search` ran last
    head = models.CharField(max_length=1, blank=True)
    tail = models.CharField(max_length=1, blank=True)

    class Meta:
        indexes = [
            GinIndex(fields=["word"], name="search_word_letters", opclasses=["gin_trgm_ops"]),
            models.Index("head", condition=~models.Q(head=""), name="search_word_head"),
            models.Index("tail", condition=~models.Q(tail=""), name="search_word_tail"),
        ]

    def __str__(self) -> str:
        return self.word
