from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.pii import TYPES, Span, redact, scan

FOUND = [
    ("我的手机号是13812345678请联系", "13812345678", "cn_mobile"),
    ("打给138-1234-5678吧", "138-1234-5678", "cn_mobile"),
    ("电话：+86 138 1234 5678。", "+86 138 1234 5678", "cn_mobile"),
    ("手机１３８１２３４５６７８", "１３８１２３４５６７８", "cn_mobile"),
    ("call me: 13912345678 thanks", "13912345678", "cn_mobile"),
    ("身份证11010519491231002X号", "11010519491231002X", "cn_resident_id"),
    ("卡号4111 1111 1111 1111到账", "4111 1111 1111 1111", "bank_card"),
    ("请发到test.user@example.com谢谢", "test.user@example.com", "email"),
    ("加微信：zhang_san88聊", "zhang_san88", "wechat_id"),
    ("加vx abc12345", "abc12345", "wechat_id"),
    ("我的QQ是123456789，加我", "123456789", "qq_id"),
    ("车牌京A12345在门口", "京A12345", "cn_licence_plate"),
    ("新能源车牌粤B·D12345", "粤B·D12345", "cn_licence_plate"),
    ("服务器ip是8.8.8.8挂了", "8.8.8.8", "ipv4"),
    ("地址2001:db8::ff00:42:8329不通", "2001:db8::ff00:42:8329", "ipv6"),
    ("护照号E12345678", "E12345678", "passport"),
    ("passport no. 123456789", "123456789", "passport"),
    ("key是sk-proj-abcdEFGH1234567890abcd呢", "sk-proj-abcdEFGH1234567890abcd", "api_key"),
    ("token ghp_" + "a1B2" * 9, "ghp_" + "a1B2" * 9, "api_key"),
    ("AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE", "api_key"),
    ("password=hunter22!", "hunter22!", "api_key"),
    ("密码是abc123456", "abc123456", "api_key"),
    ("call (415) 555-2671 now", "(415) 555-2671", "phone"),
    ("ring +44 20 7946 0958", "+44 20 7946 0958", "phone"),
    ("座机010-62345678", "010-62345678", "phone"),
    ("IBAN GB82 WEST 1234 5698 7654 32", "GB82 WEST 1234 5698 7654 32", "iban"),
    ("SSN 123-45-6789", "123-45-6789", "us_ssn"),
    ("git clone https://user:pa55w0rd@host/x", "user:pa55w0rd", "url_credentials"),
    ("I live at 12 Baker Street, London", "12 Baker Street", "street_address"),
    ("我住在海淀区中关村大街27号3号楼201室", "海淀区中关村大街27号3号楼201室", "street_address"),
    ("My name is John Smith.", "John Smith", "person_name"),
    ("我叫张伟，有个问题", "张伟", "person_name"),
]

NEAR_MISSES = [
    "订单号1381234567890",
    "id 138123456789",
    "1234567890123456789",
    "身份证110105194912310021（校验位不对）",
    "卡号4111 1111 1111 1112",
    "时间戳1700000000000",
    "版本1.2.3.4 and v1.2.3.4",
    "http://127.0.0.1:8000 or 0.0.0.0",
    "300.1.1.1",
    "at 12:34:56 on 2024-01-15",
    "std::vector<int> and a::b",
    "task-abcdefghijklmnopqrst123",
    "微信支付很好用，微信小程序也是",
    "wechat integration please",
    "QQ音乐和QQ 9.7 版本",
    "password: please reset it",
    "password=your_password api_key=os.environ",
    "api_key=sk-xxxxxxxxxxxxxxxxxxxxxxxx",
    "密码是什么",
    "云APIKEY 新FEATURES",
    "550e8400-e29b-41d4-a716-446655440000",
    "@username a@b",
    "3.14159265358979",
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
    "max_tokens=1024 temperature=0.7",
    "000-12-3456",
    "一共有5号楼吗",
]


@pytest.mark.parametrize(("text", "value", "kind"), FOUND, ids=[f"{kind}: {text[:20]}" for text, _, kind in FOUND])
def test_personal_data_is_found_where_it_stands(text: str, value: str, kind: str) -> None:
    assert [(text[span.start : span.end], span.type) for span in scan(text)] == [(value, kind)]


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_what_only_looks_like_personal_data_is_left_alone(text: str) -> None:
    assert scan(text) == []


def test_a_private_key_is_found_whole() -> None:
    block = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----"
    assert scan(f"看 {block} 泄露了") == [Span(2, 2 + len(block), "api_key", 0.99)]


def test_a_public_certificate_is_no_secret() -> None:
    assert scan("-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----") == []


def test_offsets_are_code_points_after_characters_outside_the_basic_plane() -> None:
    text = "😀𠀀 13812345678"
    assert [text[span.start : span.end] for span in scan(text)] == ["13812345678"]


def test_hidden_characters_do_not_hide_a_number() -> None:
    text = "号码138\u200b1234\u200b5678。"
    assert redact(text, scan(text)) == "号码[cn_mobile]。"


def test_each_value_is_replaced_by_its_type() -> None:
    text = "手机13812345678，邮箱a.b@example.com"
    assert redact(text, scan(text)) == "手机[cn_mobile]，邮箱[email]"


def test_redacting_covers_overlapping_spans_once() -> None:
    spans = [Span(0, 4, "phone", 0.5), Span(2, 6, "email", 0.5)]
    assert redact("abcdefgh", spans) == "[phone][email]gh"


def test_a_span_outside_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        redact("abc", [Span(2, 9, "phone", 0.5)])


@given(st.text(alphabet=st.sampled_from("0123456789 -.+@:()xXabkskE京A微信号是密码=/\u200b１中")))
def test_any_text_gives_sorted_spans_that_do_not_overlap(text: str) -> None:
    spans = scan(text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(first.end <= second.start for first, second in pairwise(spans))
    assert all(span.type in TYPES and 0 <= span.score <= 1 for span in spans)


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_any_unicode_can_be_scanned_and_redacted(text: str) -> None:
    assert isinstance(redact(text, scan(text)), str)


@pytest.mark.parametrize("piece", ["1", "1 ", "a@", "://a:", "微信", "-----BEGIN ", "a.", "password=", "eyJ", "路1号"])
def test_two_million_hostile_characters_are_read_to_the_end(piece: str) -> None:
    text = piece * (2_000_000 // len(piece)) + " 邮箱 last@example.com"
    assert scan(text)[-1].type == "email"
