"""Keys, tokens and passwords."""

from base.pii import checks
from base.pii.rules import Rule, _rule

_START = r"(?<![A-Za-z0-9_\-])"

SECRETS: tuple[Rule, ...] = (
    _rule("api_key", _START + r"sk-[A-Za-z0-9_\-]{20,200}(?![A-Za-z0-9_\-])", 0.95, check=checks.key_like, needs=("sk-",)),
    _rule("api_key", _START + r"[rs]k_(?:live|test)_[A-Za-z0-9]{16,100}", 0.98, needs=("k_live_", "k_test_")),
    _rule("api_key", _START + r"(?:gh[opusr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255})", 0.98, needs=("gh", "github_pat_")),
    _rule("api_key", _START + r"glpat-[A-Za-z0-9_\-]{20,100}", 0.98, needs=("glpat-",)),
    _rule("api_key", _START + r"(?:AKIA|ASIA)[0-9A-Z]{16}(?![0-9A-Za-z])", 0.98, needs=("AKIA", "ASIA")),
    _rule("api_key", _START + r"xox[abeoprs]-[A-Za-z0-9\-]{10,200}", 0.98, needs=("xox",)),
    _rule("api_key", _START + r"AIza[0-9A-Za-z_\-]{35}(?![0-9A-Za-z_\-])", 0.98, needs=("AIza",)),
    _rule("api_key", _START + r"(?:hf_[A-Za-z0-9]{30,40}|gsk_[A-Za-z0-9]{40,60}|pypi-[A-Za-z0-9_\-]{40,200})(?![0-9A-Za-z])", 0.95, needs=("hf_", "gsk_", "pypi-")),
    _rule("api_key", _START + r"eyJ[A-Za-z0-9_\-]{8,4000}\.eyJ[A-Za-z0-9_\-]{8,8000}\.[A-Za-z0-9_\-]{8,2000}", 0.98, needs=("eyJ",)),
    _rule("api_key", r"(?<![A-Za-z0-9])bearer[ ]{1,2}([A-Za-z0-9._~+/\-]{16,2000}=?)", 0.85, group=1, any_case=True, check=checks.key_like, needs=("earer", "EARER")),
    _rule(
        "api_key",
        r"(?<![A-Za-z])(?:password|passwd|passcode|pwd|secret(?:[_-]?(?:access[_-]?)?key)?|access[_-]?token|auth[_-]?token|token|api[_-]?key|密码|口令|密钥)"
        r"[\"']?[ ]{0,3}(?:[:=]|是|为|is[ ])[ ]{0,3}[\"']?([!#-&(-+\--:=?-~]{6,200})",
        0.75,
        group=1,
        any_case=True,
        check=checks.password_like,
    ),
    _rule("url_credentials", r"(?<=://)[^\s/:@\"'<>]{1,100}:[^\s/@\"'<>]{1,100}(?=@)", 0.95, check=checks.no_placeholder, needs=("://",)),
)
