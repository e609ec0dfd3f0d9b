# ruff: noqa: E501 - one line of material or one pattern per entry
"""Names and street addresses: only where the words around them say so, because names look like any other words."""

import re

from base.pii.rules import Rule, rule

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤"
_STREET = (
    r"Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Way|Place|Pl|Square|Sq|Terrace|Parkway|Pkwy|Highway|Hwy"
    r"|Circle|Trail|Crescent|Close|Gardens|Row|Alley"
)
_NAME = r"[A-Z][a-zà-ÿ]{1,20}(?:[-'][A-Z][a-zà-ÿ]{1,20})?"

_PART = "(?:号楼|号|栋|幢|座|单元|室|层|楼)"
_LEADS_UP = "在住址是到于为的寄至"
_TITLES = r"[Mm]y (?:full )?name is|[Tt]his is|I am called|[Cc]ontact|[Dd]ear|[Mm]r\.?|[Mm]rs\.?|[Mm]s\.?|[Dd]r\.?|[Pp]rof\.?"

PLACES: tuple[Rule, ...] = (
    rule(
        "street_address",
        rf"[0-9](?<![0-9A-Za-z.].)[0-9]{{0,4}}[A-Za-z]?[ ](?:[NSEW]\.?[ ])?(?:[A-Z][A-Za-z'.\-]{{1,20}}[ ]){{1,4}}(?:{_STREET})(?![A-Za-z])\.?"
        r"(?:,?[ ](?:Apt|Apartment|Suite|Unit|#)\.?[ ]?[0-9A-Za-z]{1,6})?",
        0.75,
    ),
    rule(
        "street_address",
        rf"[路街道巷弄同](?<=[\u4e00-\u9fff]{{3}})[0-9]{{1,5}}[号弄]院?(?:[0-9A-Za-z]{{1,4}}{_PART}){{0,5}}",
        0.75,
        needs=("号", "弄"),
    ),
    rule(
        "street_address",
        rf"[区园寓村厦苑](?<=[\u4e00-\u9fff]{{3}})[0-9A-Za-z]{{1,4}}(?:号楼|栋|幢|座|单元)(?:[0-9A-Za-z]{{1,4}}{_PART}){{0,4}}",
        0.75,
        needs=("号楼", "栋", "幢", "座", "单元"),
    ),
    Rule(
        "person_name",
        re.compile(rf"(?<![A-Za-z])(?:{_TITLES}) ({_NAME}(?:[ ](?:[A-Z]\.?[ ])?{_NAME}){{1,2}})(?![A-Za-z])"),
        0.7,
        group=1,
        needs=("name is ", "this is ", "am called ", "contact ", "dear ", "mr", "ms", "dr", "prof"),
    ),
    Rule(
        "person_name",
        re.compile(
            rf"(?:姓名|联系人|收件人|收货人|真名|本人|我叫|我的名字是|名字叫)[ ]{{0,2}}[:=是为]?[ ]{{0,2}}"
            rf"([{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=[,.;，。；、!！\s0-9(（电手身住性男女]|$)"
        ),
        0.7,
        group=1,
        needs=("姓名", "联系人", "收件人", "收货人", "真名", "本人", "我叫", "名字"),
    ),
)


def beginning(plain: str, start: int) -> int:
    """Where a Chinese address begins whose street or estate name ends at `start`: up to ten characters back, but not
    past the word that introduces it.
    """
    first = start
    while first > 0 and start - first < 14 and "\u4e00" <= plain[first - 1] <= "\u9fff" and plain[first - 1] not in _LEADS_UP:
        first -= 1
    return first
