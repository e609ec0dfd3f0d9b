"""Examples of what the interface takes and gives, for its description; tests check each against the schema."""

from __future__ import annotations

from typing import Any

REQUEST: dict[str, Any] = {
    "external_id": "gh-4711",
    "source": "github",
    "title": "17 times 23 comes out wrong",
    "body": "It should be 391.",
    "model": "river",
    "model_version": "1.0",
    "conversation": [
        {"role": "user", "content": "What is 17 times 23?"},
        {"role": "assistant", "content": "17 times 23 is 381."},
    ],
    "target": 1,
    "rating": -1,
    "correction": "17 times 23 is 391.",
    "tags": ["math"],
    "consent": {"scope": "training", "licence": "CC-BY-4.0", "version": "1"},
    "author": {"external_id": "u-17", "name": "Lin"},
    "created_at": "2026-11-01T08:00:00Z",
}
BATCH = '{"external_id": "gh-1", "title": "Wrong year"}\n{"external_id": "gh-2", "body": "回答错了"}\n'
TAKEN: dict[str, Any] = {
    "id": 42,
    "external_id": "gh-4711",
    "source": "github",
    "title": "17 times 23 comes out wrong",
    "language": "en",
    "model": "river",
    "model_version": "1.0",
    "consent_scope": "training",
    "created_at": "2026-11-01T08:00:00Z",
    "url": "/r/42/",
}
REPORT: dict[str, Any] = {**TAKEN, "station": 2, "classified": "done"}
CLASSIFICATION: dict[str, Any] = {
    "classifier": "linear@3",
    "labels": ["training_signal"],
    "probabilities": {"training_signal": 0.93, "bug_report": 0.05},
    "value": 0.93,
    "abstained": False,
    "language": "en",
    "reasons": ["a correction is given"],
    "created_at": "2026-11-01T08:00:01Z",
}
TIMELINE: list[dict[str, Any]] = [
    {
        "event": "reported",
        "at": "2026-11-01T08:00:00Z",
        "actor_name": "",
        "detail": {"source": "github"},
        "url": "",
    },
    {"event": "classified", "at": "2026-11-01T08:00:01Z", "actor_name": "linear@3", "detail": {}, "url": ""},
]
DATASET: dict[str, Any] = {
    "slug": "corrections",
    "name": "Corrections",
    "about": "",
    "kinds": ["preference"],
    "languages": [],
    "newest": 3,
}
VERSION: dict[str, Any] = {
    "number": 3,
    "state": "ready",
    "counts": {"rows": 1200},
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "superseded_at": None,
    "requested_at": "2026-11-02T08:00:00Z",
    "finished_at": "2026-11-02T08:01:00Z",
}
STONE: dict[str, Any] = {
    "row_id": "5f2b",
    "version": 3,
    "sha256": VERSION["sha256"],
    "reason": "withdrawn",
    "time": "2026-11-03T08:00:00Z",
}
# By operation and status; no status: of every answer that is no problem.
RESPONSES: dict[tuple[str, str], Any] = {
    ("submit_report", ""): TAKEN,
    ("list_reports", ""): {"results": [REPORT], "next": None},
    ("get_report", ""): {**REPORT, "classification": CLASSIFICATION, "timeline": TIMELINE},
    ("submit_reports", ""): {
        "results": [
            {"line": 1, "status": 201, "id": 42},
            {"line": 2, "status": 400, "errors": [{"field": "colour", "detail": "unknown key"}]},
        ]
    },
    ("list_datasets", ""): [DATASET],
    ("list_dataset_versions", ""): [VERSION],
    ("list_tombstones", ""): {"results": [STONE], "next": None},
}
