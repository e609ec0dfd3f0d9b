"""One place in a text where personal data or a secret stands."""

from dataclasses import dataclass

TYPES = (
    "api_key",
    "bank_card",
    "cn_licence_plate",
    "cn_mobile",
    "cn_resident_id",
    "email",
    "iban",
    "ipv4",
    "ipv6",
    "passport",
    "person_name",
    "phone",
    "qq_id",
    "street_address",
    "url_credentials",
    "us_ssn",
    "wechat_id",
)


@dataclass(frozen=True, slots=True)
class Span:
    """Code points `start` up to but without `end`, of one of TYPES; `score` (0 to 1) says how sure the rule is."""

    start: int
    end: int
    type: str
    score: float
