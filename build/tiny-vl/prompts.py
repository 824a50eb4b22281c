"""How a question becomes a chat: system texts, endings, choices. The demo's prompt is DEMO."""

DEMO = ("You are a helpful visual question answering assistant.", "")

_EXACT = ("No punctuation, no newline, no extra text. If unsure, guess.", "정답은 반드시 a/b/c/d 중 소문자 1글자만, 마침표/개행 없이 출력하세요.")
_BULLETS = ("You are a visual QA assistant for multiple-choice.\n- Output exactly ONE lowercase letter: a, b, c, or d\n"
            "- No punctuation, no space, no newline, no explanation\n- If unsure, guess one letter")

SHORT = [
    DEMO,
    DEMO,
    ("You are a helpful assistant.", ""),
    ("당신은 사진을 보고 질문에 답하는 도우미입니다.", ""),
    ("Look at the picture and answer.", ""),
    ("그림을 보고 알맞은 답을 고르세요.", ""),
    ("You are a helpful assistant.", "Answer: "),
    ("당신은 유용한 도우미입니다.", "정답: "),
]

LONG = [
    ("You are a helpful visual question answering assistant.", "Answer using exactly one letter among a, b, c, or d. No explanation."),
    ("You are a helpful visual question answering assistant.", "정답을 반드시 a, b, c, d 중 하나의 소문자 한 글자로만 출력하세요."),
    ("You are a helpful visual QA assistant for multiple-choice.", "Reply with exactly ONE lowercase letter: a, b, c, or d.\n" + _EXACT[0]),
    ("You are a helpful visual QA assistant for multiple-choice.", _EXACT[1]),
    ("You are a helpful visual QA assistant for multiple-choice. Reply with exactly ONE lowercase letter: a, b, c, or d.", _EXACT[0]),
    (_BULLETS, _EXACT[1]),
    (_BULLETS, _EXACT[0]),
    (_BULLETS + "\n- Respond after the word 'Answer:' with a single letter", "Answer: "),
    ("객관식 시각 질문에 답하는 도우미입니다.\n- 정답은 a, b, c, d 중 소문자 한 글자만 출력\n- 설명, 공백, 마침표 금지", "정답: "),
]

WORD_ENDINGS = ["Answer with the word.", "낱말로 답하세요."]


def user_text(question, choices, ending):
    """The user's text after the picture; `choices` is None for an open question."""
    if choices is None:
        return question
    lines = "".join(f"\n({letter}) {choice}" for letter, choice in zip("abcd", choices))
    return question + lines + (f"\n\n{ending}" if ending else "")
