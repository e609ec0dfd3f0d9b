"""Keys, tokens and passwords."""

from base.pii import checks
from base.pii.rules import Rule, rule


def _key(prefix: str, rest: str, needs: tuple[str, ...], *, score: float = 0.98, checked: bool = False) -> Rule:
    """A key that begins with a literal prefix, and not in the middle of a longer word."""
    free = f"(?<![A-Za-z0-9_\\-]{prefix})"
    return rule("api_key", prefix + free + rest, score, check=checks.key_like if checked else None, needs=needs)


SECRETS: tuple[Rule, ...] = (
    _key("sk-", r"[A-Za-z0-9_\-]{20,200}(?![A-Za-z0-9_\-])", ("sk-",), score=0.95, checked=True),
    _key("[rs]k_", r"(?:live|test)_[A-Za-z0-9]{16,100}", ("k_live_", "k_test_")),
    _key("gh[opusr]_", r"[A-Za-z0-9]{36,255}", ("gho_", "ghp_", "ghu_", "ghs_", "ghr_")),
    _key("github_pat_", r"[A-Za-z0-9_]{22,255}", ("github_pat_",)),
    _key("glpat-", r"[A-Za-z0-9_\-]{20,100}", ("glpat-",)),
    _key("A(?:KI|SI)A", r"[0-9A-Z]{16}(?![0-9A-Za-z])", ("akia", "asia")),
    _key("xox[abeoprs]-", r"[A-Za-z0-9\-]{10,200}", ("xox",)),
    _key("AIza", r"[0-9A-Za-z_\-]{35}(?![0-9A-Za-z_\-])", ("aiza",)),
    _key("hf_", r"[A-Za-z0-9]{30,40}(?![0-9A-Za-z])", ("hf_",), score=0.95),
    _key("gsk_", r"[A-Za-z0-9]{40,60}(?![0-9A-Za-z])", ("gsk_",), score=0.95),
    _key("pypi-", r"[A-Za-z0-9_\-]{40,200}", ("pypi-",), score=0.95),
    _key("eyJ", r"[A-Za-z0-9_\-]{8,4000}\.eyJ[A-Za-z0-9_\-]{8,8000}\.[A-Za-z0-9_\-]{8,2000}", ("eyj",)),
    rule(
        "api_key",
        r"(?<![A-Za-z0-9])bearer[ ]{1,2}([A-Za-z0-9._~+/\-]{16,2000}=?)",
        0.85,
        group=1,
        any_case=True,
        check=checks.key_like,
        needs=("bearer ",),
    ),
    rule(
        "api_key",
        r"(?:password|passwd|passcode|pwd|secret(?:[_-]?(?:access[_-]?)?key)?|access[_-]?key|token|api[_-]?key|密码|口令|密钥)"
        r"[\"']?[ ]{0,3}(?:[:=]|是|为|is[ ])[ ]{0,3}[\"']?([!#-&(-+\--:=?-~]{6,200})",
        0.75,
        group=1,
        any_case=True,
        check=checks.password_like,
        needs=("passw", "passcode", "pwd", "secret", "token", "key", "密码", "口令", "密钥"),
    ),
    rule(
        "url_credentials",
        r"://([^\s/:@\"'<>]{1,100}:[^\s/@\"'<>]{1,100})(?=@)",
        0.97,
        group=1,
        check=checks.no_placeholder,
        needs=("://",),
    ),
)
