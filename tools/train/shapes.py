# ruff: noqa: E501 - one line of material or one pattern per entry
"""The many ways in which people write down an exchange that went wrong, and those in which they only seem to."""

# {p} asked, {b} the bad answer, {g} what would have been right, {m} the model, {e} a line about the environment.
# A family is held out as a whole for validation: the model never sees its wording.
PROSE_ZH: dict[str, list[str]] = {
    "fields": [
        "输入：{p}\n输出：{b}\n期望：{g}",
        "问：{p}\n答：{b}\n正确答案：{g}",
        "提示词：{p} 实际输出：{b} 预期输出：{g} {e}",
        "【问题】{p}【模型回答】{b}【正确回答】{g}",
        "Prompt: {p}\n回复: {b}\n应为: {g}",
        "{e}\n用户：{p}\n助手：{b}\n\n正确的应该是{g}",
        "输入 {p} 返回 {b} 应该返回 {g}",
    ],
    "narrative": [
        "我问{m}“{p}”，它回答“{b}”，但正确答案应该是“{g}”。",
        "今天问{m}：{p}。结果它说{b}。明显不对，应该是{g}。",
        "{p}这个问题，{m}给的答案是{b}，错了，实际上是{g}。{e}",
        "让{m}做这个：{p}。它输出的是：{b}。而我期望的是{g}，请修正。",
        "测试了一下，{p}？{m}说：“{b}”。事实上{g}。",
        "{m}竟然说{b}！我问的是{p}，{g}才对。",
    ],
    "form": [
        "描述 BUG 的表现情况 模型回答错误。{e} 复现步骤 1. 打开对话 2. 输入“{p}” 3. 回复“{b}” 预期行为 应回答“{g}”",
        "{e} 问题描述：向{m}提问 {p} 实际结果：{b} 预期结果：{g} 复现率：100%",
        "1. 新建对话 2. 发送：{p} 3. 得到：{b} 正常情况下应该看到：{g} {e}",
        "现象：{m}输出 {b}\n操作：提问 {p}\n期望：{g}\n{e}",
    ],
    "quoted": [
        "> {p}\n\n{b}\n\n上面是{m}的原话，有误。应为：{g}",
        "{m}的回答：\n```\n{b}\n```\n问题是「{p}」。正确：{g}",
        "原文对话如下：\n我：{p}\n{m}：{b}\n这里错了，应改为{g}",
    ],
    "no_prompt": [
        "{m}把这个说成“{b}”，这是错误的，应该是“{g}”。",
        "回答里写的{b}，与事实不符，正确的是{g}。",
        "它输出{b}，而不是{g}。{e}",
    ],
    "no_correction": [
        "我问：{p}\n它答：{b}\n这个回答明显有误。",
        "输入“{p}”，{m}回复“{b}”，完全是胡说。{e}",
        "提问{p}的时候，{m}返回{b}，答案错误，请核实。",
    ],
}
PROSE_EN: dict[str, list[str]] = {
    "fields": [
        "Input: {p}\nOutput: {b}\nExpected: {g}",
        "Q: {p}\nA: {b}\nCorrect answer: {g}",
        "Prompt: {p} Actual output: {b} Expected output: {g} {e}",
        "User: {p}\nAssistant: {b}\n\nIt should be: {g}",
        "**Prompt** {p} **Response** {b} **What I expected** {g}",
        "{e}\nQuestion: {p}\nResponse: {b}\nShould have been: {g}",
    ],
    "narrative": [
        'I asked {m} "{p}" and it answered "{b}". The correct answer is {g}.',
        "When I ask {p}, {m} says {b}. That's wrong, it should be {g}.",
        "Today I asked {m}: {p} It replied: {b}. In fact it is {g}. {e}",
        "Told {m}: {p}. What I got was {b}. What I wanted: {g}.",
        "{m} claims {b}. I had asked: {p}. Actually {g}.",
        "For the question {p} {m} gives {b} instead of {g}.",
    ],
    "form": [
        'Describe the bug: the model gives a wrong answer. {e} Steps to reproduce: 1. Open a chat 2. Type "{p}" 3. It responds "{b}" Expected behaviour: "{g}"',
        "{e} Asked: {p} Actual result: {b} Expected result: {g} Reproducible: always",
        "1. New conversation 2. Send: {p} 3. Got: {b} I would expect: {g} {e}",
        "Observed: {m} outputs {b}\nPrompt: {p}\nExpected: {g}\n{e}",
    ],
    "quoted": [
        "> {p}\n\n{b}\n\nThat is what {m} said, and it is incorrect. Should be: {g}",
        "Response of {m}:\n```\n{b}\n```\nto the question `{p}`. Right would be {g}",
        "Conversation:\nMe: {p}\n{m}: {b}\nThis is a mistake, it should say {g}",
    ],
    "no_prompt": [
        '{m} calls this "{b}", which is wrong; it should be "{g}".',
        "The response says {b}. That is factually wrong, it is {g}.",
        "It outputs {b} rather than {g}. {e}",
    ],
    "no_correction": [
        "I asked: {p}\nIt answered: {b}\nThis is plainly wrong.",
        'With the input "{p}" {m} responds "{b}", complete nonsense. {e}',
        "Asking {p} returns {b}. Incorrect, please check.",
    ],
}
# The exchange without the wrong answer, or without an exchange: complaints, errors in place of answers, praise, wishes.
EMPTY_ZH: dict[str, list[str]] = {
    "no_answer": [
        "问了“{p}”，回答是错的。",
        "{p}这个问题{m}答不好，希望改进。{e}",
        "输入{p}之后结果不对，请修复。",
        "我用它来{p}，效果很差。",
        "提问“{p}”的时候回答质量不行，试了好几次",
    ],
    "shell": [
        "输入了一个问题，输出不对，期望输出正确的结果。{e}",
        "问题描述：回答错误。预期结果：回答正确。实际结果：回答不正确。{e}",
        "模型回答有误，应该给出正确答案，麻烦看看。",
        "复现步骤：1. 打开对话 2. 提问 3. 回答错误 {e}",
        "输入：见截图 输出：见截图 期望：正确回答",
        "我问它问题，它回答得不对，而不是像以前那样准确。",
    ],
    "error": [
        "我问：{p}\n回复：出现故障，请稍后再试。{e}",
        "输入“{p}”，返回 500 Internal Server Error。{e}",
        "提问{p}，{m}没有任何回复，一直转圈。",
        "发送“{p}”后报错：Connection error. 预期：正常回复",
        "对话请求失败 [ERROR] : 请求超时 我发的是 {p} {e}",
        '{p} 输出到一半就断了，日志：Traceback (most recent call last) File "chat.py", line 92 {e}',
    ],
    "pasted": [
        "我：{p}\n{m}：{g}",
        "问：{p}\n答：{g}",
        "分享一个对话：{p} —— {g}",
        "用户：{p} 助手：{g} {e}",
        "今天和{m}聊：“{p}”“{g}”",
    ],
    "praised": [
        "我问“{p}”，它回答“{g}”，太厉害了！",
        "{p}，{m}答得又快又准，赞。",
        "以前问{p}总是错，现在回答{g}，很好，感谢！",
    ],
    "wish": ["{w}。比如问“{p}”的时候。", "{w}，这样提问“{p}”会方便很多。{e}", "目前{m}的输出只能看，{w}。应该有这个功能。"],
    "ask": ["请问{m}能不能回答“{p}”这种问题？", "怎样提问才能让它正确回答{p}？", "为什么同样的问题“{p}”每次回答都不一样？"],
}
EMPTY_EN: dict[str, list[str]] = {
    "no_answer": [
        'I asked "{p}" and the answer was wrong.',
        "{m} is bad at things like {p}. Please improve. {e}",
        "Typing {p} gives a wrong result, please fix.",
        'I use it for "{p}" and it is terrible.',
        'The response to "{p}" is low quality, tried several times',
    ],
    "shell": [
        "I typed a question, the output was wrong, I expected a correct result. {e}",
        "Bug: wrong answer. Expected: correct answer. Actual: incorrect answer. {e}",
        "The model's answer is wrong, it should give the right one, please look into it.",
        "Steps to reproduce: 1. open chat 2. ask something 3. wrong answer {e}",
        "Input: see screenshot Output: see screenshot Expected: a correct answer",
        "I asked it a question and it answered incorrectly instead of accurately like before.",
    ],
    "error": [
        "Me: {p}\nReply: Something went wrong, please try again later. {e}",
        'Sending "{p}" returns 500 Internal Server Error. {e}',
        "I ask {p} and {m} never responds, it just spins.",
        'After sending "{p}": Connection error. Expected: a normal reply',
        "Request failed [ERROR]: timeout, my prompt was {p} {e}",
        '{p} The output stops halfway. Traceback (most recent call last): File "chat.py", line 92 {e}',
    ],
    "pasted": [
        "Me: {p}\n{m}: {g}",
        "Q: {p}\nA: {g}",
        "Sharing a conversation: {p} - {g}",
        "User: {p} Assistant: {g} {e}",
        'My chat with {m} today: "{p}" "{g}"',
    ],
    "praised": [
        'I asked "{p}" and it answered "{g}". Amazing!',
        "{p} - {m} got it right and fast, great job.",
        "It used to fail on {p}, now it says {g}. Thank you!",
    ],
    "wish": [
        '{w}. For instance when I ask "{p}".',
        '{w}, it would make asking "{p}" easier. {e}',
        "At the moment the output of {m} can only be read, {w}. There should be a way.",
    ],
    "ask": [
        'Can {m} answer questions like "{p}"?',
        "How do I prompt it so that it answers {p} correctly?",
        'Why is the answer to "{p}" different every time?',
    ],
}
# Shapes that are only ever used for validation.
HELD_OUT = ("quoted", "ask")
