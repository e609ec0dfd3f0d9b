# ruff: noqa: E501 - one line of material or one pattern per entry
"""Mail addresses and the account names of messengers, the latter only after the words that announce them."""

from base.pii import checks
from base.pii.rules import Rule, rule

_WECHAT = r"(?:微信|薇信|威信|v信|(?<![A-Za-z])(?:wechat|weixin|wx|vx))(?:[ ]?(?:号码|账号|帐号|id|号))?[ ]{0,2}"
_WECHAT_CUES = ("微信", "薇信", "威信", "v信", "wechat", "weixin", "wx", "vx")
_NAME = r"([A-Za-z][A-Za-z0-9_\-]{5,19})(?![A-Za-z0-9_\-])"

ACCOUNTS: tuple[Rule, ...] = (
    rule(
        "email",
        r"[A-Za-z0-9_%+](?<![A-Za-z0-9._%+\-].)[A-Za-z0-9._%+\-]{0,63}@(?:[A-Za-z0-9\-]{1,63}\.){1,6}[A-Za-z]{2,24}(?![A-Za-z0-9\-])",
        0.95,
        needs=("@",),
    ),
    rule("wechat_id", r"wxid_(?<![A-Za-z0-9_\-]wxid_)[a-z0-9]{12,20}(?![A-Za-z0-9])", 0.95, needs=("wxid_",)),
    # With a colon any name will do; without, only one that is no English word.
    rule(
        "wechat_id",
        _WECHAT + r"(?:[:=]|是|为)[ ]{0,2}" + _NAME,
        0.85,
        group=1,
        any_case=True,
        check=checks.account_name,
        needs=_WECHAT_CUES,
    ),
    rule(
        "wechat_id",
        _WECHAT + _NAME,
        0.75,
        group=1,
        any_case=True,
        check=checks.account_with_digit,
        needs=_WECHAT_CUES,
    ),
    rule(
        "qq_id",
        r"(?:(?<![A-Za-z])qq|扣扣|企鹅|q号)(?:[ ]?(?:号码|账号|帐号|群号|群|号))?[ ]{0,2}(?:[:=]|是|为)?[ ]{0,2}([1-9][0-9]{4,10})(?![0-9A-Za-z])(?!\.[0-9])",
        0.85,
        group=1,
        any_case=True,
        needs=("qq", "扣扣", "企鹅", "q号"),
    ),
)
