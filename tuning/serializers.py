from __future__ import annotations

from rest_framework import serializers

from tuning.models import Recipe, Tombstone, Version


class RecipeOut(serializers.ModelSerializer[Recipe]):
    newest = serializers.IntegerField(allow_null=True)

    class Meta:
        model = Recipe
        fields = ("slug", "name", "about", "kinds", "languages", "newest")


class VersionOut(serializers.ModelSerializer[Version]):
    class Meta:
        model = Version
        fields = ("number", "state", "counts", "sha256", "superseded_at", "requested_at", "finished_at")


class TombstoneOut(serializers.ModelSerializer[Tombstone]):
    version = serializers.IntegerField(source="version.number")
    sha256 = serializers.CharField(source="content_sha256")
    time = serializers.DateTimeField(source="at")

    class Meta:
        model = Tombstone
        fields = ("row_id", "version", "sha256", "reason", "time")


class TombstonePage(serializers.Serializer[object]):
    results = TombstoneOut(many=True)
    next = serializers.IntegerField(allow_null=True, help_text="what to give as `after` for the page after this one")
