"""Words of an invented community, in Chinese and English, drawn by a seeded generator."""

from __future__ import annotations

from random import Random
from typing import Any

NAMES = {
    "zh": ["林溪", "周航", "陈默", "许诺", "沈舟", "顾言", "何川", "苏禾", "陆青", "江晚", "程远", "叶知秋"],
    "en": ["Ada", "Noor", "Theo", "Maya", "Jonas", "Iris", "Omar", "Lena", "Felix", "Priya", "Hugo", "Wanjiru"],
}
TASKS = {
    "zh": [
        "翻译合同条款",
        "写爬虫脚本",
        "整理会议纪要",
        "解一元二次方程",
        "总结论文摘要",
        "给孩子讲历史故事",
        "调试并发代码",
        "算房贷利息",
        "改写求职信",
        "查药品说明书",
        "写年终总结",
        "背古诗词",
        "核对财务报表",
        "规划三天的旅行",
    ],
    "en": [
        "translating a contract",
        "writing a scraper",
        "summing up a meeting",
        "solving a quadratic equation",
        "reading a paper's abstract",
        "telling a story from history",
        "debugging concurrent code",
        "computing a mortgage",
        "rewriting a cover letter",
        "reading a medicine's leaflet",
        "planning three days in Lisbon",
        "checking a balance sheet",
        "learning irregular verbs",
        "naming the parts of a cell",
    ],
}
FAULTS = {
    "zh": [
        "把年份写错了",
        "编造了不存在的文献",
        "只回答了前一半",
        "把单位换算弄反了",
        "忘记了前面说过的条件",
        "突然改用英文回答",
        "代码里少了一个边界判断",
        "重复同一句话好几遍",
        "拒绝了完全正常的问题",
        "公式渲染成了一堆符号",
        "把人名和地名混在一起",
        "结论和推导互相矛盾",
    ],
    "en": [
        "gets the year wrong",
        "cites a paper that does not exist",
        "answers only the first half",
        "turns the conversion of units around",
        "forgets a condition from before",
        "switches to another language",
        "misses an edge case in the code",
        "repeats one sentence several times",
        "refuses a harmless question",
        "shows the formula as raw symbols",
        "mixes up people and places",
        "concludes the opposite of what it derived",
    ],
}
SENTENCES = {
    "zh": [
        "我在{task}的时候发现，它{fault}。",
        "换了三种问法，每次都{fault}。",
        "希望以后{task}时能先列出依据，再给结论。",
        "上周还好好的，更新以后就{fault}。",
        "别人用它{task}很顺利，我这里却{fault}，第{n}次了。",
        "步骤是：新建对话，输入问题，要求{task}，等它回答完。",
        "期望的结果是{n}，它给的却是{m}。",
        "如果能在{task}时多追问一句，体验会好很多。",
        "附上完整对话，方便大家复现。",
        "总的来说帮了大忙，只是偶尔{fault}。",
    ],
    "en": [
        "While {task} I noticed that it {fault}.",
        "I asked in three ways, and each time it {fault}.",
        "It would help if it listed its sources first when {task}.",
        "It was fine last week; since the update it {fault}.",
        "Others have no trouble {task}, but here it {fault}, now for time number {n}.",
        "To see it: begin a new chat, ask for help with {task}, and wait for the end.",
        "I expected {n}, and it said {m}.",
        "One question back when {task} would make this much better.",
        "The whole conversation is attached, so that you can try it.",
        "On the whole a great help, only that it sometimes {fault}.",
    ],
}
TITLES = {
    "zh": ["{task}时{fault}", "{fault}，怎么办？", "关于{task}的一点心得", "建议：{task}时先给依据"],
    "en": ["It {fault} when {task}", "Why is it that it {fault}?", "What I learned {task}", "A wish about {task}"],
}


class Writer:
    """Writes titles, paragraphs, conversations and reports; the same `rng` gives the same words."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng

    def language(self) -> str:
        return self.rng.choice(("zh", "en"))

    def name(self, language: str) -> str:
        return self.rng.choice(NAMES[language])

    def title(self, language: str) -> str:
        words = self._filled(TITLES[language], language)
        return words[:1].upper() + words[1:]

    def paragraph(self, language: str, *, sentences: int) -> str:
        between = "" if language == "zh" else " "
        return between.join(self._filled(SENTENCES[language], language) for _ in range(sentences))

    def body(self, language: str) -> str:
        """One to three paragraphs, a long tail of longer ones."""
        long = min(3, 1 + int(self.rng.expovariate(1.2)))
        return "\n\n".join(self.paragraph(language, sentences=self.rng.randint(2, 5)) for _ in range(long))

    def conversation(self, language: str) -> list[dict[str, str]]:
        """One to three questions with their answers."""
        turns = []
        for _ in range(self.rng.randint(1, 3)):
            turns.append({"role": "user", "content": self.paragraph(language, sentences=self.rng.randint(1, 2))})
            turns.append({"role": "assistant", "content": self.paragraph(language, sentences=self.rng.randint(3, 8))})
        return turns

    def report(self) -> dict[str, Any]:
        """A report as the API takes it: two in three with the conversation, one in three with a correction as well."""
        rng, language = self.rng, self.language()
        report: dict[str, Any] = {
            "title": self.title(language),
            "body": self.body(language),
            "language": language,
            "model": "load",
            "model_version": rng.choice(("1", "2")),
            "consent": {
                "scope": rng.choice(("none", "research", "training", "training")),
                "licence": "CC-BY-4.0",
                "version": "1",
            },
        }
        if rng.random() < 2 / 3:
            report["conversation"] = self.conversation(language)
            report["rating"] = rng.choice((-1, -1, -1, 0, 1))
            if rng.random() < 1 / 2:
                report["correction"] = self.paragraph(language, sentences=rng.randint(2, 5))
        return report

    def _filled(self, templates: list[str], language: str) -> str:
        rng = self.rng
        return rng.choice(templates).format(
            task=rng.choice(TASKS[language]), fault=rng.choice(FAULTS[language]), n=rng.randint(2, 999), m=rng.randint(2, 999)
        )
