"""The Python client, from its source tree, against the running site; and against a server that is out of order."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from config.env import ROOT

sys.path.insert(0, str(ROOT / "clients" / "python" / "src"))

import huiliu
from huiliu.cli import main
from huiliu.export import differences

from feedback.access_key import create_access_key
from feedback.models import AccessKey, Report
from feedback.withdraw_report import withdraw_report
from tests.conftest import report_json
from tests.tuning.conftest import accepted, built, recipe  # noqa: F401 -- fixtures
from tuning.models import Recipe

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(live_server, house):
    """Its address, and a key with every scope."""
    return live_server.url, create_access_key(name="client", scopes=["reports:write", "reports:read", "datasets:read"])


@pytest.fixture
def client_of(site) -> Iterator[huiliu.Client]:
    with huiliu.Client(*site, retries=0) as client:
        yield client


@contextmanager
def out_of_order(*answers: Any) -> Iterator[tuple[str, list[Any]]]:
    """A server that gives these (status, headers, body) in turn, and the calls that it got; the last one for ever."""
    calls: list[Any] = []

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            calls.append((self.path, dict(self.headers), body))
            status, headers, said = answers[min(len(calls), len(answers)) - 1]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST

        def log_message(self, *_args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", calls
    finally:
        server.shutdown()
        server.server_close()


def test_reports_go_in_once_and_come_back(client_of):
    reports = client_of.reports
    made = reports.create(report_json(), idempotency_key="mine")
    assert reports.create(report_json(), idempotency_key="mine")["id"] == made["id"]
    results = list(reports.batch([report_json(title="two"), {"rating": 7}, report_json(title="three")]))
    assert [one.status for one in results] == [201, 400, 201]
    assert [one.index for one in results] == [0, 1, 2]
    assert "rating" in dict(results[1].errors)
    assert reports.get(made["id"])["timeline"][0]["event"] == "reported"
    assert {one["id"] for one in reports.iterate()} == set(Report.objects.values_list("pk", flat=True))


def test_all_pages_are_walked_through(client_of):
    assert all(one.ok for one in client_of.reports.batch(report_json(title=f"number {number}") for number in range(103)))
    assert len({one["id"] for one in client_of.reports.iterate()}) == 103


def test_lists_of_several_pages_are_one(client_of, house):
    Recipe.objects.bulk_create([Recipe(slug=f"r{number}", name=f"R {number}") for number in range(101)])
    assert len(client_of.datasets.list()) == 101


def test_what_is_refused_says_why(client_of, site):
    with pytest.raises(huiliu.BadRequest) as caught:
        client_of.reports.create({"title": "x", "colour": "blue", "rating": 9})
    assert ("colour", "unknown key") in caught.value.errors
    assert "colour" in str(caught.value)
    with pytest.raises(huiliu.NotFound):
        client_of.reports.get(99_999_999)
    with huiliu.Client(site[0], "hl_guessed") as stranger, pytest.raises(huiliu.Unauthorized):
        stranger.datasets.list()
    AccessKey.objects.update(scopes=["reports:read"])
    with pytest.raises(huiliu.Forbidden):
        client_of.reports.create(report_json())


def test_it_waits_as_long_as_it_is_asked_and_sends_the_same_key(monkeypatch):
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    done = (201, {"Content-Type": "application/json"}, b'{"id": 7}')
    with (
        out_of_order((429, {"Retry-After": "3"}, b"{}"), (503, {}, b""), done) as (url, calls),
        huiliu.Client(url, "k") as client,
    ):
        assert client.reports.create({"title": "x"}) == {"id": 7}
    assert waited[0] == 3
    assert 0 < waited[1] <= 1
    assert len({headers["Idempotency-Key"] for _path, headers, _body in calls}) == 1
    assert len(calls) == 3


def test_it_gives_up_and_says_so(monkeypatch):
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    with out_of_order((429, {"Retry-After": "3600"}, b'{"title": "Slow down"}')) as (url, calls):
        with huiliu.Client(url, "k") as client, pytest.raises(huiliu.TooManyRequests, match="Slow down"):
            client.datasets.list()
        assert len(calls) == 1  # an hour is too long to wait
    with out_of_order((500, {}, b"<html>")) as (url, calls):
        with huiliu.Client(url, "k", retries=2) as client, pytest.raises(huiliu.ServerError):
            client.datasets.list()
        assert len(calls) == 3
    with huiliu.Client(url, "k", retries=1) as client, pytest.raises(huiliu.ConnectionFailed):
        client.datasets.list()


def test_a_dataset_is_pulled_whole_and_a_broken_download_goes_on(client_of, site, accepted, built, tmp_path):  # noqa: F811
    accepted(), accepted(title="another", correction="It is 391.")
    built()
    assert [(one["slug"], one["newest"]) for one in client_of.datasets.list()] == [("sums", 1)]
    seen: list[tuple[int, int]] = []
    out = client_of.datasets.pull(
        "sums@1", format="trl-preference", out=tmp_path / "whole", progress=lambda *it: seen.append(it)
    )
    assert seen[-1][0] == seen[-1][1] > 0
    assert len((out / "data" / "train.jsonl").read_text().splitlines()) == 2
    assert differences(out) == []
    address = "/datasets/sums/versions/1/files/trl-preference.jsonl.zip"
    answer = client_of._transport.http.get(address)
    half = answer.content[: len(answer.content) // 2]
    part = tmp_path / ".again.sums-1-trl-preference-jsonl.part"
    part.write_bytes(half)
    part.with_suffix(".etag").write_text(answer.headers["ETag"])
    seen.clear()
    client_of.datasets.pull("sums", format="trl-preference", out=tmp_path / "again", progress=lambda *it: seen.append(it))
    assert seen[0][0] > len(half)
    assert (tmp_path / "again" / "manifest.json").read_bytes() == (out / "manifest.json").read_bytes()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["again", "whole"]


def test_a_line_that_breaks_is_taken_up_again_and_damage_is_found(monkeypatch, tmp_path):
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    whole = {"Content-Length": "8", "ETag": '"1"'}
    rest = {"ETag": '"1"', "Content-Range": "bytes 4-7/8"}
    with (
        out_of_order((200, whole, b"half"), (206, rest, b"done")) as (url, calls),
        huiliu.Client(url, "k") as client,
        pytest.raises(huiliu.DamagedDownload, match="no whole archive"),
    ):
        client.datasets.pull("sums@1", out=tmp_path / "sums")
    assert (calls[1][1]["Range"], calls[1][1]["If-Range"]) == ("bytes=4-", '"1"')
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_and_is_no_export_stays(client_of, accepted, built, tmp_path):  # noqa: F811
    accepted()
    built()
    (tmp_path / "diary.txt").write_text("mine")
    with pytest.raises(FileExistsError):
        client_of.datasets.pull("sums@1", out=tmp_path)
    assert (tmp_path / "diary.txt").read_text() == "mine"


def test_what_was_taken_back_leaves_an_export_made_earlier(client_of, alice, accepted, built, tmp_path):  # noqa: F811
    from tuning.shred_withdrawn import shred_withdrawn

    gone = accepted()
    accepted(title="another", correction="It is 391.")
    built()
    out = client_of.datasets.pull("sums@1", format="trl-preference", out=tmp_path / "sums")
    assert client_of.datasets.apply_tombstones(out) == 0
    withdraw_report(report=gone, by=alice)
    shred_withdrawn()
    assert client_of.datasets.apply_tombstones(out) == 1
    assert len((out / "data" / "train.jsonl").read_text().splitlines()) == 1
    assert differences(out) == []
    assert client_of.datasets.apply_tombstones(out) == 0


def test_the_command_line_imports_a_file_once_and_keeps_what_is_rejected(site, tmp_path, capsys):
    here = ["--url", site[0], "--key", site[1]]
    lines = [json.dumps(report_json(title=f"number {number}")) for number in range(5)]
    file, rejects = tmp_path / "reports.jsonl", tmp_path / "rejects.jsonl"
    file.write_text("\n".join([lines[0], "{", *lines[1:], '{"rating": 7}', lines[0]]) + "\n")
    again = ["import", str(file), "--rejects", str(rejects), "--batch", "2"]
    assert main([*here, *again]) == 1
    assert capsys.readouterr().out == "6 new, 0 there before, 2 rejected\n"
    assert [json.loads(line)["line"] for line in rejects.read_text().splitlines()] == [2, 7]
    assert main([*here, *again]) == 1
    assert capsys.readouterr().out == "0 new, 6 there before, 2 rejected\n"
    assert Report.objects.count() == 6


def test_an_import_that_was_cut_off_goes_on_where_it_was(site, tmp_path, capsys):
    file = tmp_path / "reports.jsonl"
    file.write_text("".join(json.dumps({"title": f"number {number}"}) + "\n" for number in range(6)))
    answered = json.dumps({"results": [{"line": 1, "status": 201, "id": 1}, {"line": 2, "status": 201, "id": 2}]}).encode()
    with out_of_order((200, {}, answered), (401, {}, b"{}")) as (url, _calls):
        assert main(["--url", url, "--key", "k", "import", str(file), "--batch", "2"]) == 1
    assert main(["--url", site[0], "--key", site[1], "import", str(file), "--batch", "2"]) == 0
    assert capsys.readouterr().out == "6 new, 0 there before, 0 rejected\n"
    assert Report.objects.count() == 4  # the first two were answered before it was cut off
    assert list(tmp_path.iterdir()) == [file]


def test_the_command_line_reports_lists_and_pulls(site, accepted, built, tmp_path, capsys, monkeypatch):  # noqa: F811
    accepted()
    built()
    monkeypatch.setenv("HUILIU_URL", site[0])
    monkeypatch.setenv("HUILIU_KEY", site[1])
    assert main(["report", "--title", "Too slow", "--model", "river", "--consent", "research"]) == 0
    assert capsys.readouterr().out.endswith("Too slow\n")
    assert Report.objects.latest("pk").consent_scope == "research"
    assert main(["datasets", "list"]) == 0
    assert capsys.readouterr().out == "sums@1\tSums\n"
    out = tmp_path / "out"
    assert main(["datasets", "pull", "sums@1", "--format", "trl-preference", "--out", str(out)]) == 0
    assert (out / "manifest.json").is_file()
    assert main(["tombstones", "apply", str(out)]) == 0
    capsys.readouterr()
    assert main(["datasets", "pull", "nothing@1"]) == 1
    assert capsys.readouterr().err.startswith("huiliu: 404")
    with pytest.raises(SystemExit):
        main(["--key", "", "datasets", "list"])
