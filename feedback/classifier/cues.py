# ruff: noqa: E501 - one list of words per line
"""What people write when they report, in both languages: patterns over normalised text. None uses word boundaries
around Chinese, and none can backtrack: alternatives are literal, repetitions bounded.
"""

import re


def _any(english: str, chinese: str) -> re.Pattern[str]:
    return re.compile(f"(?<![a-z])(?:{english})|{chinese}")


CUES: dict[str, re.Pattern[str]] = {
    # the three parts of a report that teaches
    "asked": _any(
        r"i asked|asked it|ask it|when asked|i prompt|prompt:|my prompt|the prompt was|prompted|query:|question:|input:|q:"
        r"|user:|i typed|i said|i told it|when i ask|asking it|if you ask|instruction:|i gave it|given the",
        '我问|问它|问他|提问|问题[:是]|问:|输入[:了的]|输入(?="|“|「)|提示词|提示[:是]|用户:|我让它|让它|我说|指令[:是]|prompt[:是]'
        "|要求它|我要求|询问|请它|叫它",
    ),
    "answered": _any(
        r"it said|it says|it answered|it answers|answered|it replied|replied|it responds?|responded|response:|answer:|a:"
        r"|output:|it outputs?|it returned|it gave|gave me|it told|told me|it claims?|claimed|it generated|assistant:|bot:"
        r"|ai:|actual:|got:|it wrote|the model (?:said|says|answered|replied|output|gave|returned|generated|wrote|claims)"
        r"|it insists|it thinks|came up with|translates? (?:it )?(?:as|to|into)|translated (?:as|to|into)",
        "它说|他说|它回答|回答[:是说了成]|回复[:是说了]|答:|答案[:是]|输出[:是了成为]|模型说|模型回答|模型回复|模型输出|模型返回|ai:|助手:"
        "|返回[:了]|它给|给出[了的]|生成[了的]|结果[:是却]|翻译[成为]|译[成为]|识别[成为]|它写|竟然说|却说|坚持说|告诉我",
    ),
    "expected": _any(
        r"should be|should have|should say|should return|should output|should answer|shouldn't|should not|correct answer"
        r"|the correct|right answer|expected|instead of|rather than|actually is|is actually|in fact|the truth|the answer is"
        r"|it is really|must be|ought to|supposed to|correction:|better answer|correct would be|in reality|not true",
        "应该是|应该为|应当是|应为|应是|本应|应该[回输说返翻译]|正确答案|正确的|正确[:是为]|而不是|而非|实际上|实际是|其实是|事实上|预期|期望|标准答案"
        "|参考答案|才对|才是|更好的回答|理应|改为|更正",
    ),
    # what is wrong with an answer
    "wrong": _any(
        r"wrong|incorrect|hallucinat|made up|makes up|making up|invent|fabricat|inaccura|false|mistake|factual|nonsense"
        r"|not correct|isn't correct|misinform|misunderst|contradict|irrelevant|garbled|repeats? itself|miscalculat|misspell"
        r"|mistranslat|refus|ignored? (?:my|the|what)",
        "错误|不对|错了|有误|幻觉|编造|胡说|乱说|瞎编|虚构|不正确|不准|答非所问|算错|译错|写错|答错|胡编|捏造|乱码|重复输出|不符|误导|错字|拒绝|忽略了|漏译|错译|前后矛盾",
    ),
    "about_answer": _any(
        r"answer|respons|repl(?:y|ies)|output|hallucinat|translat|summar|reasoning|the model|chatgpt|gpt|claude|gemini|llama"
        r"|qwen|deepseek|kimi|mistral|llm",
        "回答|回复|答案|输出|幻觉|翻译|译文|总结|推理|模型|生成的|大模型|智能体|对话",
    ),
    "vague": _any(
        r"worse|dumb|stupid|useless|lately|recently|terrible|awful|garbage|trash|bad quality|low quality|not as good|degrad"
        r"|nerf|used to be|lazy|lazier|downgrad|disappoint|unusable|sucks|horrible|always|constantly|never works|so bad",
        "变差|变傻|变笨|太差|很差|差劲|不如以前|降智|退步|越来越|垃圾|智障|没用|太蠢|好蠢|变懒|失望|什么玩意|敷衍|最近|总是|老是|一直|不好用|难用|太烂|很烂|效果差|质量差|不行了",
    ),
    # what the other kinds say
    "error": _any(
        r"traceback|exception|error|crash|stack ?trace|failed|failure|fails|doesn't work|does not work|not working|can't|cannot"
        r"|unable|broken|bug|freez|hang|timeout|timed out|500|404|403|401|stuck|won't|segfault|undefined|null|missing|blank",
        "报错|异常|崩溃|闪退|无法|失败|卡住|卡死|打不开|登录不|连不上|超时|不能|没反应|没有反应|无响应|不显示|白屏|丢失|bug|故障|不生效|无效|找不到|中断|出错",
    ),
    "trace": _any(
        r"traceback \(|at line|line \d{1,6}, in|\w{1,40}error:|\w{1,40}exception|errno|status code|stack trace|http \d{3}"
        r"|error code|stderr|exit code",
        "错误码|错误代码|状态码|堆栈|日志",
    ),
    "steps": _any(
        r"steps to|reproduc|how to repro|expected behavio|actual behavio|to reproduce|step \d|minimal example|mre",
        "复现|重现|步骤|预期行为|实际行为|操作步骤",
    ),
    "wish": _any(
        r"please add|would be (?:nice|great|good|useful|helpful|awesome|cool)|feature request|support for|add support|allow|could you"
        r"|i wish|i'd like|i would like|we should|ability to|option to|suggestion|propos|enhancement|it'd be|can we|can you add"
        r"|looking forward|implement|integrat|add a |add an |introduce|consider|please support|need a way|enable|improve",
        "希望|建议|能否|可否|增加|支持|添加|新增|求加|需求|期待|最好能|能不能|可不可以|是否可以|可以加|加个|加一个|加上|优化|改进|引入|考虑|想要|请加|希望能|提供",
    ),
    "question": _any(
        r"how to|how do|how can|what is|what's|is there|where (?:is|can|do)|why|which|anyone know|does it|do you|can i|is it possible"
        r"|help me|any idea|how does|wondering|what does",
        "怎么|如何|请问|吗|什么|为什么|哪里|有没有|怎样|求助|求教|是否|咋|哪个|请教|多少",
    ),
    "praise": _any(
        r"great|love|excellent|awesome|amazing|perfect|fantastic|thank|wonderful|best|good job|well done|helpful|nice work|brilliant"
        r"|impress|works well|keep it up|easy to use|enjoy",
        "好用|很棒|太棒|喜欢|感谢|谢谢|赞|优秀|厉害|完美|满意|不错|很好|好评|强大|牛逼|给力|惊艳|方便|超赞|点赞|辛苦了|加油",
    ),
    "spam": _any(
        r"free|win|winner|prize|claim|cash|subscribe|my channel|check out|click|call now|txt|text \w{1,12} to|urgent|guarantee|offer"
        r"|earn money|make money|discount|promo|casino|viagra|followers|crypto|whatsapp|telegram|loan|visit my|cheap|deal|bonus|buy now",
        "加微信|加v|加群|兼职|代理|优惠|日赚|刷单|贷款|发票|推广|引流|免费领|扫码|点击链接|私聊|客服qq|薇信|威信|vx|代开|返利|博彩|棋牌|赚钱|出售|低价|代写|充值|代充|关注我",
    ),
}
