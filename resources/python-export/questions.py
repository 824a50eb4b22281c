# ---- Questions ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Question:
    id: str
    picture: str
    text: str
    choices: tuple
    answer: int | None  # 0 for a … 3 for d; None where the file does not tell


def read_questions(file, columns, answered):
    """The usable questions of a CSV file in file order; each row left out is printed."""
    header, *rows = [row for row in csv.reader(io.StringIO(decoded(Path(CHALLENGE, file)), newline="")) if any(map(str.strip, row))]
    places = {role: header.index(name) for role, name in columns.items()}
    zero_based = any(len(row) == len(header) and is_zero(row[places["answer"]]) for row in rows if "answer" in places)
    questions = {}
    for number, row in enumerate(rows, 2):
        cell = {role: row[place] for role, place in places.items()} if len(row) == len(header) else {}
        answer = read_answer(cell.get("answer", ""), zero_based)
        picture = find_picture(cell.get("path", ""))
        needed = [cell.get(role, "").strip() for role in ("id", "path", "question", *LETTERS)]
        if not all(needed) or picture is None or cell["id"] in questions or (answered and answer is None):
            print(f"{file}, record {number}: left out (an empty cell, no picture, no answer, or an id used before)")
            continue
        choices = tuple(cell[letter] for letter in LETTERS)
        questions[cell["id"]] = Question(cell["id"], picture, cell["question"], choices, answer)
    return list(questions.values())


def decoded(file):
    """A file's text: UTF-8, or CP949 as Korean spreadsheets write it."""
    data = file.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp949")


def bare_answer(text):
    bare = unicodedata.normalize("NFKC", text).strip().lower()
    return bare.lstrip("([{\"'<").rstrip(")]}\"'>.:").strip()


def is_zero(text):
    return re.fullmatch(r"0(\.0+)?", bare_answer(text)) is not None


def read_answer(text, zero_based):
    """a-d, 1-4 or 가-라 as an index, None for anything else; digits are unclear where the column counts from zero."""
    bare = bare_answer(text)
    number = re.fullmatch(r"([1-4])(?:\.0+|번)?", bare)
    if number:
        return None if zero_based else int(number[1]) - 1
    return next((names.index(bare) for names in (list(LETTERS), list("가나다라")) if bare in names), None)


def find_picture(written):
    """The picture's path; Korean names are found whether composed or decomposed."""
    path = written.strip()
    if PICTURE_PREFIX and path.startswith(PICTURE_PREFIX[0]):
        rest = path[len(PICTURE_PREFIX[0]) :].lstrip("/\\")
        path = os.path.join(PICTURE_PREFIX[1], rest)
    path = os.path.normpath(os.path.join(CHALLENGE, path.replace("\\", "/")))
    forms = (path, unicodedata.normalize("NFC", path), unicodedata.normalize("NFD", path))
    return next((form for form in forms if os.path.isfile(form) and os.path.getsize(form) > 0), None)
