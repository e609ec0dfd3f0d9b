"""Markdown: what it draws, what it never lets through, and that no text is slow to draw."""

from __future__ import annotations

import multiprocessing

import pytest

from community.markdown import names_in, to_html
from community.markdown.allowed import clean
from community.markdown.code import LANGUAGES, coloured

MEMBERS = {"bob": "/m/bob/", "小明": "/m/小明/"}
MOST_SECONDS = 60  # many times what a slow machine needs for one text; a quadratic one would need hours
N = 200_000
HOSTILE = {
    "brackets": "[" * N,
    "closed brackets": "[]" * (N // 2),
    "images": "![" * (N // 2),
    "links": "[a](" * (N // 4),
    "dollars": "$" * N,
    "formulas": "$a" * (N // 2),
    "blocks of formulas": "$$\n" * (N // 3),
    "backticks": "`" * N,
    "backticks of all lengths": "".join("`" * length + " " for length in range(1, 630))[:N],
    "stars": "*a" * (N // 2),
    "quotes": "> " * (N // 2),
    "calls": "@小" * (N // 2),
    "one long call": "@" + "小" * (N - 1),
    "addresses": "http://a(" * (N // 9),
    "closed addresses": ("http://a" + ")" * 1_900 + " ") * (N // 1_909),
    "table": ("|" * 400 + "\n|" + "-|" * 400 + "\n" + ("|" * 400 + "\n") * 500)[:N],
    "code": "```python\n" + "x" * (N - 10),
    "many blocks of code": "```c\n" + "\n" * 70 + "x\n```\n",
}


def _draw_all() -> None:
    for text in HOSTILE.values():
        to_html(text, MEMBERS)
        names_in(text)
    for language in set(LANGUAGES.values()):
        for part in ("a", "{", "'\\", "/*", "<a ", "(("):
            list(coloured((part * 390)[:390] + "\n", language))


def test_no_text_is_slow_to_draw():
    drawing = multiprocessing.get_context("spawn").Process(target=_draw_all)
    drawing.start()
    drawing.join(MOST_SECONDS * 4)
    is_done = not drawing.is_alive()
    drawing.kill()
    drawing.join()
    assert is_done
    assert drawing.exitcode == 0


def test_code_is_painted_by_classes():
    html = to_html("```py\ndef f(x): return '<b>'\n```")
    assert '<span class="c-k">def</span> <span class="c-f">f</span>' in html
    assert "&lt;b&gt;" in html
    assert "style=" not in html
    assert "c-k" not in to_html("```brainfuck\ndef\n```")
    assert to_html("```py\n" + "x = 1\n" * 2_000 + "```").count("<span") == 0  # too long to be worth it


def test_formulas_become_mathml_and_what_is_none_shows_its_source():
    assert '<math xmlns="http://www.w3.org/1998/Math/MathML" display="inline">' in to_html("so $a^2$ is")
    assert "<mfrac>" in to_html("$$\\frac{1}{2}$$")
    assert '<code class="formula">$\\frac{$</code>' in to_html("$\\frac{$")
    assert to_html("价格 $5 和 $10") == "<p>价格 $5 和 $10</p>\n"
    assert "<math" not in to_html("`$a$`")
    assert to_html("$a$ " * 20_000).count("<math") <= 10_000


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[a](javascript:alert(1))",
        "![a](javascript:alert(1))",
        "$\\href{javascript:alert(1)}{x}$",
        "$\\text{<script>alert(1)</script>}$",
        "$\\class{x}{y}$",
        "<a href='x' onclick='y'>",
        "```\n<img src=x onerror=alert(1)>\n```",
        "https://a.org/\"onmouseover='x'",
    ],
)
def test_nothing_that_runs_comes_through(text):
    html = to_html(text, MEMBERS)
    for bad in ("<script", 'href="javascript', "onclick=", "onerror=", "onmouseover=", "style="):
        assert bad not in html.replace("&lt;img src=x onerror=", "").replace("&lt;a href='x' onclick=", "").replace(
            "onmouseover='x'", ""
        )


def test_the_last_step_lets_only_what_is_listed_through():
    assert clean('<math><mi mathcolor="red" href="x">x</mi><annotation-xml><script>y</script></annotation-xml></math>') == (
        "<math><mi>x</mi></math>"
    )
    assert clean('<math><mspace width="1em"></mspace><mspace width="99999em"></mspace></math>').count("width") == 1
    assert clean('<span class="c-k button">x</span>') == '<span class="c-k">x</span>'
    assert clean('<svg><style>*{}</style></svg><form><input></form><iframe src="/"></iframe>') == ""


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("请看https://example.org/很好。谢谢", ["https://example.org/很好"]),
        ("见https://example.org，谢谢", ["https://example.org"]),
        ("(see https://a.org/x_(y)).", ["https://a.org/x_(y)"]),
        ("`https://a.org` and https://", []),
        ("[https://a.org](https://b.org)", ["https://a.org"]),
        ("http://a.org, https://b.org!", ["http://a.org", "https://b.org"]),
    ],
)
def test_addresses_are_links(text, linked):
    html = to_html(text)
    assert [piece.split("</a>")[0].split(">")[1] for piece in html.split("<a ")[1:]] == linked
    assert html.count('rel="nofollow ugc noopener noreferrer"') == len(linked)


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("@bob", ["@bob"]),
        ("@Bob, hello", ["@Bob"]),
        ("@小明你好", ["@小明"]),
        ("问一下@bob。", ["@bob"]),
        ("@bob你好", ["@bob"]),
        ("@bobby and a@bob.org", []),
        ("`@bob` and ```@bob```", []),
        ("    @bob", []),
        ("https://example.org/@bob", []),
        ("**@bob** (@bob)", ["@bob", "@bob"]),
        ("@nobody", []),
    ],
)
def test_members_are_called_by_name_but_not_in_code(text, linked):
    html = to_html(text, MEMBERS)
    assert [piece.split("</a>")[0].split(">")[-1] for piece in html.split('class="mention"')[1:]] == linked


def test_names_are_found_longest_first():
    assert names_in("@小明你好")[:2] == ["小明你好", "小明你"]
    assert names_in("`@bob` a@b.org") == []


def test_a_table_scrolls_in_a_box_that_the_keyboard_reaches():
    assert '<div class="scrolls" tabindex="0"><table>' in to_html("|a|b|\n|-|-|\n|1|2|")


@pytest.mark.parametrize(
    ("text", "is_called"),
    [
        ("@assistant what is this?", True),
        ("请@assistant回答", True),
        ("Hey (@Assistant)!", True),
        ("@assistants", False),
        ("mail@assistant", False),
        ("`@assistant`", False),
        ("```\n@assistant\n```", False),
        ("> @assistant\n\nI agree", False),
        ("assistant", False),
    ],
)
def test_a_call_is_told_from_a_quote(text, is_called):
    assert ("assistant" in {name.lower() for name in names_in(text)}) is is_called
