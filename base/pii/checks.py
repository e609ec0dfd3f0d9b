"""Check digits, and what only looks like personal data."""

import datetime
import ipaddress
import re

_PLACEHOLDER = re.compile(
    r"x{4}|\*{3}|\.{3}|…|your[_\-]?|<|\$\{|\{\{|example|placeholder|changeme|redacted|none$|null$|true$|false$|os\.|env",
    re.IGNORECASE,
)
_RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_LONG_CARDS = ("4", "62", "60", "63", "68", "69", "955", "456351", "601")


def digits(text: str) -> str:
    """Only the digits."""
    return "".join(filter(str.isdecimal, text))


def resident_id(text: str) -> bool:
    """Date of birth and check character of a Chinese resident id (GB 11643-1999)."""
    number = text.replace(" ", "").upper()
    try:
        born = datetime.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _RESIDENT_WEIGHTS, strict=True))
    return born.year >= 1890 and "10X98765432"[total % 11] == number[17]


def luhn(number: str) -> bool:
    """ISO/IEC 7812-1 check digit."""
    total = 0
    for place, digit in enumerate(map(int, reversed(number))):
        doubled = digit * 2 if place % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def bank_card(text: str) -> bool:
    """Length, issuer's prefix and check digit; long numbers of other kinds pass the check digit one time in ten."""
    number = digits(text)
    plausible = {
        13: number.startswith("4"),
        14: number.startswith(("30", "36", "38", "39")),
        15: number.startswith(("34", "37", "1800", "2131")),
        16: number[0] in "23456" or number.startswith("9558"),
    }.get(len(number), len(number) in (17, 18, 19) and number.startswith(_LONG_CARDS))
    return plausible and luhn(number) and len(set(number)) > 1


def iban(text: str) -> bool:
    """ISO 13616: 15 to 34 characters, remainder 1 of 97."""
    code = text.replace(" ", "").upper()
    if not 15 <= len(code) <= 34:
        return False
    return int("".join(str(int(character, 36)) for character in code[4:] + code[:4])) % 97 == 1


def ssn(text: str) -> bool:
    """Not one of the numbers that are never given out (SSA: area 000, 666, 9xx; group 00; serial 0000)."""
    number = digits(text)
    return number[:3] not in ("000", "666") and number[3:5] != "00" and number[5:] != "0000"


def ipv4(text: str) -> bool:
    """An address of some machine: octets up to 255, not loopback, unspecified, or a network mask."""
    if any(int(octet) > 255 for octet in text.split(".")):
        return False
    return not text.startswith(("127.", "0.", "255.")) and not text.endswith(".0.0.0")


def ipv6(text: str) -> bool:
    """An address of some machine, written with a digit and at least three groups."""
    if text.count(":") < 2 or not any(map(str.isdecimal, text)) or len(text) < 6:
        return False
    try:
        address = ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return not address.is_loopback and len([group for group in text.split(":") if group]) >= 2


def phone(text: str) -> bool:
    """A plausible number of digits (E.164 allows 15)."""
    return 7 <= len(digits(text)) <= 15 and len(set(digits(text))) > 2


def licence_plate(text: str) -> bool:
    """Enough digits in the serial part: the standard (GA 36) allows two letters there, and one more on electric cars."""
    serial = re.sub(r"[·•.\- ]", "", text[2:])
    return sum(map(str.isdecimal, serial)) >= 3


def account_name(text: str) -> bool:
    """Not a word of the sentence, such as a product's name."""
    return text.lower() not in {"wechat", "weixin", "official", "account", "payment", "mini-program", "miniprogram", "number"}


def account_with_digit(text: str) -> bool:
    """An account name rather than an English word: it has a digit or an underscore."""
    return any(character.isdecimal() or character == "_" for character in text)


def no_placeholder(text: str) -> bool:
    """Not a stand-in such as xxxx, *** or <password>."""
    return _PLACEHOLDER.search(text) is None


def key_like(text: str) -> bool:
    """Random enough for a key: digits and letters, no stand-in."""
    return any(map(str.isdecimal, text)) and any(map(str.isalpha, text)) and no_placeholder(text)


def password_like(text: str) -> bool:
    """A secret rather than a word of the sentence: a digit or sign beside letters, no stand-in, no call or path."""
    plain = text.rstrip(".,:;)")
    mixed = (any(map(str.isdecimal, plain)) and not plain.isdecimal()) or (plain.isdecimal() and len(plain) >= 6)
    return len(plain) >= 6 and mixed and no_placeholder(plain) and "(" not in plain and "://" not in plain
