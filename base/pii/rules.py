# ruff: noqa: E501 - one line of material or one pattern per entry
"""One rule per way of writing a kind of personal data. No rule uses word boundaries, which do not exist between
Chinese characters; each says instead which ASCII neighbours it will not have. All take linear time: repetitions are
bounded, and a pattern begins with a character class (the search then skips to it) and looks behind only after that.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from base.pii import checks


@dataclass(frozen=True, slots=True)
class Rule:
    """`group` of the pattern is the span; `check`, given that text, says whether it is really one. `needs`: one of these
    must occur in the lower-case text, or the pattern is not even tried.
    """

    type: str
    pattern: re.Pattern[str]
    score: float
    group: int = 0
    check: Callable[[str], bool] | None = None
    needs: tuple[str, ...] = ()


def rule(
    kind: str,
    pattern: str,
    score: float,
    *,
    group: int = 0,
    check: Callable[[str], bool] | None = None,
    needs: tuple[str, ...] = (),
    any_case: bool = False,
) -> Rule:
    """A rule whose classes mean ASCII only."""
    return Rule(kind, re.compile(pattern, re.ASCII | (re.IGNORECASE if any_case else 0)), score, group, check, needs)


# Both follow the first character of a number: it does not go on from letters, digits, or a decimal point or dash.
_FREE = r"(?<![0-9A-Za-z_].)(?<![0-9][.\-].)"
_NOT_AFTER_LETTER = r"(?<![0-9A-Za-z_].)"
_END = r"(?![0-9A-Za-z_])(?!\.[0-9]|-[0-9])"
_IS = r"[ ]{0,2}(?:[:=#]|是|为|is[ ])?[ ]{0,2}"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_MOBILE = r"[3-9][0-9](?:[- ]?[0-9]{4}){2}"
_AFTER_CUE = (
    r"(?:(?<=[Tt]el1)|(?<=[Pp]hone1)|(?<=[Qq]{2}1)|(?<=vx1)|(?<=wx1)|(?<![0-9A-Za-z_.].)(?<![0-9]-.)|(?<![0-9]\.1)(?<=\.1))"
)

CHINESE_NUMBERS = (
    rule("cn_mobile", rf"1{_AFTER_CUE}{_MOBILE}{_END}", 0.95),
    rule("cn_mobile", rf"[+0(]{_NOT_AFTER_LETTER}(?:0|\+)?86\)?[- ]{{0,2}}1{_MOBILE}(?![0-9])", 0.97, needs=("86",)),
    rule("cn_mobile", rf"8{_FREE}6[- ]?1{_MOBILE}{_END}", 0.96, needs=("86",)),
    rule(
        "cn_resident_id",
        rf"[1-9]{_FREE}[0-9]{{5}}[ ]?(?:18|19|20)[0-9]{{2}}[01][0-9][0-3][0-9][ ]?[0-9]{{3}}[0-9Xx]{_END}",
        0.99,
        check=checks.resident_id,
    ),
    rule("phone", rf"0{_FREE}[1-9][0-9]{{1,2}}[- ][2-9][0-9]{{6,7}}(?:-[0-9]{{1,4}})?{_END}", 0.7),
    rule("phone", rf"\(0[1-9][0-9]{{1,2}}\)[ ]?[2-9][0-9]{{6,7}}{_END}", 0.7),
    rule(
        "cn_licence_plate",
        rf"[{_PROVINCES}][A-HJ-NP-Za-hj-np-z][·•.\- ]?(?:[A-HJ-NP-Za-hj-np-z0-9]{{5,6}}(?![0-9A-Za-z])|[A-HJ-NP-Za-hj-np-z0-9]{{4}}[挂学警港澳])",
        0.8,
        check=checks.licence_plate,
    ),
    rule(
        "passport",
        rf"(?:护照(?:号码|编号|号)?|passport(?: (?:no\.?|number|num|id))?){_IS}([A-Za-z]{{0,2}}[0-9]{{7,9}})(?![0-9A-Za-z])",
        0.9,
        group=1,
        any_case=True,
        needs=("护照", "passport"),
    ),
)

NUMBERS = (
    rule(
        "bank_card",
        rf"[1-69]{_FREE}[0-9]{{3}}(?:[- ]?[0-9]{{4}}){{2}}[- ]?[0-9]{{1,4}}(?:[- ]?[0-9]{{1,3}})?{_END}",
        0.9,
        check=checks.bank_card,
    ),
    rule("bank_card", rf"3{_FREE}[47][0-9]{{2}}[- ][0-9]{{6}}[- ][0-9]{{5}}{_END}", 0.9, check=checks.bank_card),
    rule("us_ssn", rf"[0-8]{_FREE}[0-9]{{2}}-[0-9]{{2}}-[0-9]{{4}}{_END}", 0.85, check=checks.ssn),
    rule(
        "us_ssn",
        rf"(?:SSN|social security(?: number)?){_IS}([0-8][0-9]{{2}}[- ]?[0-9]{{2}}[- ]?[0-9]{{4}})(?![0-9])",
        0.9,
        group=1,
        any_case=True,
        check=checks.ssn,
        needs=("ssn", "social security"),
    ),
    rule(
        "phone",
        rf"[+0]{_NOT_AFTER_LETTER}(?:(?<=\+)|0)[1-9][0-9]{{0,2}}[-. ]?(?:\([0-9]{{1,4}}\)[-. ]?)?[0-9]{{1,4}}(?:[-. ]?[0-9]{{2,4}}){{1,4}}(?![0-9])",
        0.8,
        check=checks.phone,
        needs=("+", "00"),
    ),
    rule(
        "phone",
        r"[(1-9](?<![0-9A-Za-z_+.\-].)(?:(?<=1)[-. ][(]?[2-9]|(?<=\()[2-9]|(?<=[2-9]))[0-9]{2}(?:\)[-. ]?|[-. ])[2-9][0-9]{2}[-. ][0-9]{4}(?:[ ]?x[0-9]{1,5})?(?![0-9A-Za-z_])(?!-[0-9])",
        0.8,
    ),
    rule(
        "phone",
        rf"(?:phone|call me (?:at|on)|call|fax|telephone|mobile|cell|电话|座机|联系方式)(?: number)?{_IS}(?:at |on )?(\(?0?[0-9]{{2,5}}\)?(?:[-. ]?[0-9]{{2,4}}){{2,4}}){_END}",
        0.6,
        group=1,
        any_case=True,
        check=checks.phone,
        needs=("phone", "call", "fax", "mobile", "cell", "电话", "座机", "联系方式"),
    ),
    rule(
        "iban",
        r"[A-Za-z](?<![0-9A-Za-z].)[A-Za-z][0-9]{2}(?:[ ]?[A-Za-z0-9]{4}){2,7}(?:[ ]?[A-Za-z0-9]{1,3})?(?![0-9A-Za-z])",
        0.95,
        check=checks.iban,
    ),
    rule(
        "ipv4",
        r"[0-9](?<![0-9A-Za-z.].)(?<!ersion .)(?<!版本.)(?<!版本号.)[0-9]{0,2}(?:\.[0-9]{1,3}){3}(?![0-9A-Za-z]|\.[0-9])",
        0.7,
        check=checks.ipv4,
    ),
    rule(
        "ipv6",
        r"[0-9A-Fa-f:](?<![0-9A-Za-z:._].)[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]{2,38}(?![0-9A-Za-z:_])",
        0.8,
        check=checks.ipv6,
        needs=(":",),
    ),
)
