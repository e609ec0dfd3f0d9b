"""One rule per way of writing a kind of personal data. No rule uses word boundaries, which do not exist between
Chinese characters; each says instead which ASCII neighbours it will not have. Repetitions are bounded, and a rule
that begins with a repeated class refuses to begin inside it, so that the time stays linear.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from base.pii import checks


@dataclass(frozen=True, slots=True)
class Rule:
    """`group` of the pattern is the span; `check`, given that text, says whether it is really one. `needs`: one of these
    must occur in the text, or the pattern is not even tried.
    """

    type: str
    pattern: re.Pattern[str]
    score: float
    group: int = 0
    check: Callable[[str], bool] | None = None
    needs: tuple[str, ...] = ()


def _rule(
    kind: str,
    pattern: str,
    score: float,
    *,
    group: int = 0,
    check: Callable[[str], bool] | None = None,
    needs: tuple[str, ...] = (),
    any_case: bool = False,
) -> Rule:
    return Rule(kind, re.compile(pattern, re.ASCII | (re.IGNORECASE if any_case else 0)), score, group, check, needs)


_NO_DIGIT_BEFORE = r"(?<![0-9A-Za-z_])(?<![0-9][.\-])"
_NO_DIGIT_AFTER = r"(?![0-9A-Za-z_])(?!\.[0-9]|-[0-9])"
_IS = r"[ ]{0,2}(?:[:=#]|是|为|is[ ])?[ ]{0,2}"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])"

NUMBERS = (
    _rule("cn_mobile", r"(?:(?<![0-9A-Za-z_+])(?<![0-9][.\-])|(?<=[Tt]el)|(?<=[Pp]hone)|(?<=QQ)|(?<=qq)|(?<=vx))(?:(?:\+|00)?86[- ]{0,2}|\(\+?86\)[ ]?)?1[3-9][0-9](?:[- ]?[0-9]{4}){2}" + _NO_DIGIT_AFTER, 0.95),
    _rule("cn_mobile", r"(?<![0-9A-Za-z])\+86[- ]{0,2}1[3-9][0-9](?:[- ]?[0-9]{4}){2}(?![0-9])", 0.95, needs=("+86",)),
    _rule("cn_resident_id", _NO_DIGIT_BEFORE + r"[1-9][0-9]{5}[ ]?(?:18|19|20)[0-9]{2}[01][0-9][0-3][0-9][ ]?[0-9]{3}[0-9Xx]" + _NO_DIGIT_AFTER, 0.99, check=checks.resident_id),
    _rule("bank_card", _NO_DIGIT_BEFORE + r"[2-69][0-9]{3}(?:[- ]?[0-9]{4}){2}[- ]?[0-9]{1,4}(?:[- ]?[0-9]{1,3})?" + _NO_DIGIT_AFTER, 0.9, check=checks.bank_card),
    _rule("bank_card", _NO_DIGIT_BEFORE + r"3[47][0-9]{2}[- ][0-9]{6}[- ][0-9]{5}" + _NO_DIGIT_AFTER, 0.9, check=checks.bank_card),
    _rule("us_ssn", _NO_DIGIT_BEFORE + r"(?!000|666|9)[0-9]{3}-(?!00)[0-9]{2}-(?!0000)[0-9]{4}" + _NO_DIGIT_AFTER, 0.85),
    _rule("us_ssn", r"(?:SSN|social security(?: number)?)" + _IS + r"((?!000|666|9)[0-9]{3}[- ]?(?!00)[0-9]{2}[- ]?(?!0000)[0-9]{4})(?![0-9])", 0.9, group=1, any_case=True),
    _rule("phone", r"(?<![0-9A-Za-z_+])(?:\+|00)(?!86[- ]?1[3-9])[1-9][0-9]{0,2}[-. ]?(?:\([0-9]{1,4}\)[-. ]?)?[0-9]{1,4}(?:[-. ]?[0-9]{2,4}){1,4}(?![0-9])", 0.8, check=checks.phone, needs=("+", "00")),
    _rule("phone", r"(?<![0-9A-Za-z_+.\-])(?:1[-. ])?(?:\([2-9][0-9]{2}\)[-. ]?|[2-9][0-9]{2}[-. ])[2-9][0-9]{2}[-. ][0-9]{4}(?:[ ]?x[0-9]{1,5})?(?![0-9A-Za-z_])(?!-[0-9])", 0.8),
    _rule("phone", _NO_DIGIT_BEFORE + r"(?:\(0[1-9][0-9]{1,2}\)|0[1-9][0-9]{1,2}[- ])[ ]?[2-9][0-9]{6,7}(?:-[0-9]{1,4})?" + _NO_DIGIT_AFTER, 0.7),
    _rule("phone", r"(?:phone|call me (?:at|on)|call|fax|telephone|mobile|cell|电话|座机|联系方式)(?: number)?" + _IS + r"(?:at |on )?(\(?0?[0-9]{2,5}\)?(?:[-. ]?[0-9]{2,4}){2,4})" + _NO_DIGIT_AFTER, 0.6, group=1, any_case=True, check=checks.phone),
    _rule("iban", r"(?<![0-9A-Za-z])[A-Z]{2}[0-9]{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?(?![0-9A-Za-z])", 0.95, check=checks.iban),
    _rule("ipv4", rf"(?<![0-9A-Za-z.])(?<!version )(?<!Version )(?<!版本)(?<!版本号)(?:{_OCTET}\.){{3}}{_OCTET}(?![0-9A-Za-z]|\.[0-9])", 0.7, check=checks.ipv4),
    _rule("ipv6", r"(?<![0-9A-Za-z:._])(?=[0-9A-Fa-f]{0,4}:)[0-9A-Fa-f:]{6,39}(?![0-9A-Za-z:_])", 0.8, check=checks.ipv6, needs=(":",)),
    _rule("cn_licence_plate", rf"[{_PROVINCES}][A-HJ-NP-Z][·•.\- ]?[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9挂学警港澳](?![0-9A-Za-z])", 0.8, any_case=True, check=checks.licence_plate),
    _rule("cn_licence_plate", rf"[{_PROVINCES}][A-HJ-NP-Z][·•.\- ]?[0-9]{{4}}[挂学警港澳]", 0.8, any_case=True),
)

ACCOUNTS = (
    _rule("email", r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9_%+](?:[A-Za-z0-9._%+\-]{0,63})@(?:[A-Za-z0-9\-]{1,63}\.){1,6}[A-Za-z]{2,24}(?![A-Za-z0-9\-])", 0.95, needs=("@",)),
    _rule("wechat_id", r"(?<![A-Za-z0-9_\-])wxid_[a-z0-9]{12,20}(?![A-Za-z0-9])", 0.95, needs=("wxid_",)),
    _rule("wechat_id", r"(?:微信|薇信|威信|v信|(?<![A-Za-z])(?:wechat|weixin|wx|vx))(?:[ ]?(?:号码|账号|帐号|id|号))?[ ]{0,2}(?:[:=]|是|为)[ ]{0,2}([A-Za-z][A-Za-z0-9_\-]{5,19})(?![A-Za-z0-9_\-])", 0.85, group=1, any_case=True, check=checks.account_name),
    _rule("wechat_id", r"(?:微信|薇信|威信|v信|(?<![A-Za-z])(?:wechat|weixin|wx|vx))(?:[ ]?(?:号码|账号|帐号|id|号))?[ ]{0,2}([A-Za-z][A-Za-z0-9_\-]{5,19})(?![A-Za-z0-9_\-])", 0.75, group=1, any_case=True, check=checks.account_with_digit),
    _rule("qq_id", r"(?:(?<![A-Za-z])qq|扣扣|企鹅|q号)(?:[ ]?(?:号码|账号|帐号|群号|群|号))?[ ]{0,2}(?:[:=]|是|为)?[ ]{0,2}([1-9][0-9]{4,10})(?![0-9A-Za-z])(?!\.[0-9])", 0.85, group=1, any_case=True),
    _rule("passport", r"(?:护照(?:号码|编号|号)?|passport(?: (?:no\.?|number|num|id))?)" + _IS + r"([A-Za-z]{0,2}[0-9]{7,9})(?![0-9A-Za-z])", 0.9, group=1, any_case=True),
)
