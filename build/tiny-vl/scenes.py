"""Random scenes and questions for pre-training: geometry only; render.py draws them.

Wordings differ from the challenge's (build/sample-challenge/wordings.ts), and so does the artwork.
"""
import collections
import json
import pathlib
import random

SIDE = 112
GLYPHS = "0123456789ABCEFHKLMNPRSTUXYZ"
SETS, FONTS = 2, 6
CATEGORIES = [[(ko, en) for _, ko, en in rows] for rows in
              json.loads((pathlib.Path(__file__).parent / "../sample-challenge/objects.json").read_text("utf8")).values()]
THINGS = [thing for rows in CATEGORIES for thing in rows]
START = [sum(len(rows) for rows in CATEGORIES[:i]) for i in range(len(CATEGORIES))]
COLOURS = [(("빨간색", "red"), (214, 36, 40)), (("주황색", "orange"), (248, 140, 30)), (("노란색", "yellow"), (250, 222, 50)),
           (("초록색", "green"), (50, 150, 60)), (("파란색", "blue"), (36, 84, 204)), (("보라색", "purple"), (126, 56, 168)),
           (("흰색", "white"), (246, 246, 246)), (("검은색", "black"), (22, 22, 26)), (("분홍색", "pink"), (250, 150, 190)),
           (("갈색", "brown"), (120, 72, 40)), (("회색", "grey"), (130, 130, 132))]
CORNERS = [(("왼쪽 위", "top left"), 0, 0), (("오른쪽 위", "top right"), 1, 0), (("왼쪽 아래", "bottom left"), 0, 1), (("오른쪽 아래", "bottom right"), 1, 1)]
SIDES = [(("왼쪽", "left"), -1, 0), (("오른쪽", "right"), 1, 0), (("위쪽", "above"), 0, -1), (("아래쪽", "below"), 0, 1)]
KO_NUMBERS = ["", "한 개", "두 개", "세 개", "네 개", "다섯 개", "여섯 개", "일곱 개", "여덟 개"]
EN_NUMBERS = ["", "one", "two", "three", "four", "five", "six", "seven", "eight"]

WORDINGS = {
    "what": (["이것은 무엇인가요?", "그림 속 물건의 이름은 무엇인가요?", "무엇이 그려져 있나요?", "사진에 있는 것은 무엇인가요?", "그림에 나온 것을 고르세요."],
             ["What is this?", "Name the thing in the picture.", "What does the picture show?", "Which object is drawn here?"]),
    "colour": (["배경은 무슨 색인가요?", "그림의 바탕색은 무엇인가요?", "배경의 색을 고르세요.", "바탕에 칠해진 색은 어떤 색인가요?"],
               ["What is the background colour?", "Which colour is behind the object?", "What colour is the background?"]),
    "count": (["그림에 {x} 몇 개 있나요?", "{x} 모두 몇 개인가요?", "{x} 개수는 얼마인가요?", "{x} 수를 세면 몇 개인가요?"],
              ["How many of these are there: {x}?", "Count the {x}.", "How many times do you see the {x}?"]),
    "where": (["{x} 위치는 {y}의 어느 쪽인가요?", "{y}에서 보면 {x} 어디에 있나요?", "{y} 기준으로 {x} 어느 쪽에 있나요?", "{x}의 위치는 {y} 기준으로 어디인가요?"],
              ["Where is the {x} relative to the {y}?", "On which side of the {y} is the {x}?", "Compared with the {y}, where do you find the {x}?"]),
    "next": (["{y} {x}에 있는 것은 무엇인가요?", "{y}의 {x}에 무엇이 있나요?", "{y}의 {x}에 놓인 것을 고르세요."],
             ["What is {x} the {y}?", "Which object is {x} the {y}?"]),
    "corner": (["{x}에 있는 것은 무엇인가요?", "그림의 {x}에는 무엇이 있나요?", "{x} 모서리에 있는 것을 고르세요.", "사진 {x} 구석에는 무엇이 있나요?"],
               ["What is at the {x}?", "Which object is in the {x} part of the picture?", "Look at the {x} corner. What is there?"]),
    "largest": (["가장 큰 것은 무엇인가요?", "제일 크게 그려진 것을 고르세요.", "넷 중에서 무엇이 가장 큰가요?"],
                ["Which one is the largest?", "What is the biggest object?", "Which of them is drawn the biggest?"]),
    "smallest": (["가장 작은 것은 무엇인가요?", "제일 작게 그려진 것을 고르세요.", "넷 중에서 무엇이 가장 작은가요?"],
                 ["Which one is the smallest?", "What is the smallest object?", "Which of them is drawn the smallest?"]),
    "odd": (["다른 하나는 무엇인가요?", "나머지와 다르게 생긴 것은 무엇인가요?", "혼자만 다른 그림을 고르세요.", "하나만 다릅니다. 무엇인가요?"],
            ["Which one is different?", "Find the odd one out.", "One object is not like the others. Which?"]),
    "digit": (["어떤 숫자가 쓰여 있나요?", "이 숫자는 무엇인가요?", "그림의 숫자를 고르세요."],
              ["Which digit is this?", "Read the digit.", "What number do you see?"]),
    "letter": (["어떤 알파벳이 쓰여 있나요?", "이 알파벳은 무엇인가요?", "그림의 알파벳을 고르세요."],
               ["Which letter is this?", "Read the letter.", "What letter do you see?"]),
}


class Scene:
    """What is drawn (slots of sprite, cx, cy, size, angle, flip, tint; background) and one question about it."""

    def __init__(self, rng):
        self.rng, self.slots = rng, []
        self.style = rng.randrange(SETS)
        self.background = _background(rng)
        self.kind, self.x, self.y, self.choices, self.answer = "", ("", ""), ("", ""), [], ("", "")

    def put(self, thing, cx, cy, size):
        rng = self.rng
        angle = rng.gauss(0, 0.14) if rng.random() < 0.8 else rng.gauss(0, 0.4)
        self.slots.append((self.style * len(THINGS) + thing, cx, cy, size, angle, rng.random() < 0.3, (1.0, 1.0, 1.0)))


def _background(rng, rgb=None):
    if rgb is None:
        low = rng.choice([0, 60, 130, 170])
        rgb = [rng.uniform(low, 250) for _ in range(3)]
        spread = rng.choice([10, 30, 50])
    else:
        rgb, spread = [v + rng.uniform(-14, 14) for v in rgb], 10
    other = [v + rng.uniform(-spread, spread) for v in rgb]
    clip = lambda c: tuple(min(255.0, max(0.0, v)) / 255 for v in c)
    return clip(rgb), clip(other), rng.randrange(5), rng.uniform(0.2, 0.8), rng.uniform(0, 6.3)


def _things(rng, count, same):
    """Different things, of one category or of any."""
    if rng.random() < same:
        c = rng.randrange(len(CATEGORIES))
        return [START[c] + i for i in rng.sample(range(len(CATEGORIES[c])), count)]
    return rng.sample(range(len(THINGS)), count)


def _what(s, rng):
    ids = _things(rng, 4, 0.8)
    size = rng.uniform(36, 92)
    room = max(2.0, (SIDE - size) / 2)
    s.put(ids[0], SIDE / 2 + rng.uniform(-room, room), SIDE / 2 + rng.uniform(-room, room), size)
    s.choices, s.answer = [THINGS[i] for i in ids], THINGS[ids[0]]


def _colour(s, rng):
    named = rng.sample(COLOURS, 4)
    s.background = _background(rng, named[0][1])
    s.put(rng.randrange(len(THINGS)), rng.uniform(36, 76), rng.uniform(36, 76), rng.uniform(34, 64))
    s.choices, s.answer = [n for n, _ in named], named[0][0]


def _count(s, rng):
    amount = rng.randint(1, 8) if rng.random() < 0.4 else rng.randint(1, 6)
    a, b = _things(rng, 2, 0.2)
    cells = rng.sample(range(9), min(9, amount + rng.choice([0, 0, 1, 2])))
    size = rng.uniform(26, 35)
    for n, cell in enumerate(cells):
        s.put(a if n < amount else b, 20 + 36 * (cell % 3) + rng.uniform(-4, 4), 20 + 36 * (cell // 3) + rng.uniform(-4, 4), size * rng.uniform(0.94, 1.06))
    spell = rng.random()
    name = (lambda n: (f"{n}개", str(n))) if spell < 0.6 else (lambda n: (str(n), str(n))) if spell < 0.8 else (lambda n: (KO_NUMBERS[n], EN_NUMBERS[n]))
    others = rng.sample([n for n in range(max(1, amount - 4), min(8, amount + 4) + 1) if n != amount], 3)
    s.x, s.choices, s.answer = THINGS[a], [name(amount)] + [name(n) for n in others], name(amount)


def _pair(s, rng, a, b, dx, dy):
    """Puts a at direction (dx, dy) from b."""
    gap, cx, cy = rng.uniform(20, 30), rng.uniform(50, 62), rng.uniform(50, 62)
    for thing, sign in ((a, 1), (b, -1)):
        s.put(thing, cx + sign * dx * gap if dx else cx + rng.uniform(-12, 12), cy + sign * dy * gap if dy else cy + rng.uniform(-12, 12), rng.uniform(32, 48))


def _where(s, rng):
    a, b = _things(rng, 2, 0.6)
    truth = rng.choice(SIDES)
    _pair(s, rng, a, b, *truth[1:])
    s.x, s.y, s.choices = THINGS[a], THINGS[b], [truth[0]] + [n for n, _, _ in SIDES if n != truth[0]]
    s.answer = truth[0]


def _next(s, rng):
    a, b, *others = _things(rng, 5, 0.6)
    (ko, en), dx, dy = rng.choice(SIDES)
    _pair(s, rng, a, b, dx, dy)
    s.x, s.y = (ko, en if dy else f"to the {en} of"), THINGS[b]
    s.choices, s.answer = [THINGS[i] for i in (a, *others)], THINGS[a]


def _four(s, rng, sizes):
    ids = _things(rng, 4, 0.7)
    for i, (thing, (_, x, y)) in enumerate(zip(ids, CORNERS)):
        s.put(thing, 29 + 54 * x + rng.uniform(-5, 5), 29 + 54 * y + rng.uniform(-5, 5), sizes[i])
    s.choices = [THINGS[i] for i in ids]


def _corner(s, rng):
    _four(s, rng, [rng.uniform(28, 52) for _ in range(4)])
    i = rng.randrange(4)
    s.x, s.answer = CORNERS[i][0], s.choices[i]


def _extreme(s, rng, big):
    special, base = rng.randrange(4), rng.uniform(28, 36) if big else rng.uniform(44, 54)
    ratio = rng.uniform(1.4, 1.7)
    sizes = [base * rng.uniform(0.95, 1.05) * ((ratio if big else 1 / ratio) if i == special else 1) for i in range(4)]
    _four(s, rng, sizes)
    s.answer = s.choices[special]


def _odd(s, rng):
    ids = _things(rng, 4, 0.8)
    shapes = [(2, 2), (2, 3), (3, 2), (3, 3)]
    columns, rows = rng.choice(shapes)
    place, size = rng.randrange(columns * rows), rng.uniform(28, 36)
    for n in range(columns * rows):
        x, y = n % columns, n // columns
        s.put(ids[0] if n == place else ids[1], SIDE * (x + 0.5) / columns + rng.uniform(-3, 3), SIDE * (y + 0.5) / rows + rng.uniform(-3, 3), size)
    s.choices, s.answer = [THINGS[i] for i in ids], THINGS[ids[0]]


def _read(s, rng, alphabet):
    glyphs = rng.sample(alphabet, 4)
    dark = sum(s.background[0]) < 1.4
    tint = tuple(rng.uniform(0.75, 1) if dark else rng.uniform(0, 0.4) for _ in range(3))
    sprite = SETS * len(THINGS) + rng.randrange(FONTS) * len(GLYPHS) + GLYPHS.index(glyphs[0])
    s.slots.append((sprite, rng.uniform(44, 68), rng.uniform(44, 68), rng.uniform(70, 120), rng.gauss(0, 0.08), False, tint))
    s.choices, s.answer = [(g, g) for g in glyphs], (glyphs[0], glyphs[0])


KINDS = [("what", 18, _what), ("colour", 7, _colour), ("count", 13, _count), ("where", 12, _where), ("next", 8, _next),
         ("corner", 14, _corner), ("largest", 6, lambda s, r: _extreme(s, r, True)), ("smallest", 5, lambda s, r: _extreme(s, r, False)),
         ("odd", 10, _odd), ("digit", 4, lambda s, r: _read(s, r, GLYPHS[:10])), ("letter", 5, lambda s, r: _read(s, r, GLYPHS[10:]))]
MODES, MODE_WEIGHTS = ("open", "listed", "lookup", "letter"), (20, 20, 6, 54)
_NAMES, _WEIGHTS, _MAKERS = zip(*KINDS)


Item = collections.namedtuple("Item", "scene kind mode question choices true reply")
LOOKUPS = (["{x}, 어느 글자인가요?", "{x} 고르세요."], ["Choose {x}.", "Which letter stands for {x}?"])


def make(rng: random.Random):
    """One scene with its question in words.

    Modes: open (no choices, the word), listed (choices, the word), lookup (the question names the word, its letter), letter.
    """
    scene = Scene(rng)
    index = rng.choices(range(len(KINDS)), _WEIGHTS)[0]
    _MAKERS[index](scene, rng)
    language = 0 if rng.random() < 0.65 else 1
    mode = rng.choices(MODES, MODE_WEIGHTS)[0]
    word = scene.answer[language]
    wordings = LOOKUPS if mode == "lookup" else WORDINGS[_NAMES[index]]
    x = word if mode == "lookup" else scene.x[language]
    question = rng.choice(wordings[language]).format(x=x, y=scene.y[language])
    if mode == "open":
        return Item(scene, _NAMES[index], mode, question, None, None, word)
    choices = list(scene.choices)
    rng.shuffle(choices)
    true = choices.index(scene.answer)
    reply = word if mode == "listed" else "abcd"[true]
    return Item(scene, _NAMES[index], mode, question, [c[language] for c in choices], true, reply)
