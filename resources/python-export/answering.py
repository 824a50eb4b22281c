# ---- Answers --------------------------------------------------------------------------------------------------------


def answering_orders():
    """The file's order; with its reverse; or its four rotations, where each choice has each place once."""
    if ANSWERING_ORDERS == 2:
        return [[0, 1, 2, 3], [3, 2, 1, 0]]
    return [[(first + place) % 4 for place in range(4)] for first in range(ANSWERING_ORDERS)]


def answer_letters(base, batch):
    """Softmax over the four letters after the prompt: no other token can be the answer."""
    rows = torch.arange(len(batch["letter_rows"]), device=accelerator.device)
    last = hidden_states(base, batch["inputs"])[rows, batch["letter_rows"]]
    probabilities = head(base, last)[:, letter_ids].softmax(-1)
    return [(shares, True) for shares in probabilities.tolist()]


def parse_letter(text):
    """The letter that a generated text names, and whether it names one; where it does not, a."""
    bare = text.strip().lower()
    patterns = (r"([a-d])$", r"[(\"']*([a-d])\b", r".*?(?:answer|정답)\W*([a-d])\b", r".*\b([a-d])\b")
    # ASCII word boundaries, so that "정답은 b입니다" says b.
    found = (re.match(pattern, bare, re.ASCII | re.DOTALL) for pattern in patterns)
    letter = next((match[1] for match in found if match), None)
    return letter or "a", letter is not None


def answer_generated(base, batch):
    """Greedy generation of two tokens; only what follows the prompt is read."""
    with accelerator.autocast():
        ids = base.generate(**batch["inputs"], max_new_tokens=2, do_sample=False)
    texts = tokenizer.batch_decode(ids[:, batch["inputs"]["input_ids"].shape[1] :], skip_special_tokens=True)
    parsed = [parse_letter(text) for text in texts]
    return [([float(letter == other) for other in LETTERS], known) for letter, known in parsed]


@torch.no_grad()
def answer_questions(base, questions):
    """Probabilities of each question's choices, averaged over the orders in which they were shown, by id."""
    base.eval()
    generates = ANSWERING_MODE == "generate"
    answer = answer_generated if generates else answer_letters
    tasks = [(question, order) for question in questions for order in answering_orders()]
    own = chunks(tasks, ANSWERING_BATCH_SIZE)[accelerator.process_index :: accelerator.num_processes]
    answers = []
    for members, batch in zip(own, load(own, answered=False, side="left" if generates else "right")):
        for (question, order), (shares, parsed) in zip(members, answer(base, batch)):
            answers.append((question.id, [shares[order.index(choice)] for choice in range(4)], parsed))
    by_id = group_by(gather_object(answers), lambda answer: answer[0])
    return {
        question.id: (
            [sum(shares) / ANSWERING_ORDERS for shares in zip(*(shares for _, shares, _ in by_id[question.id]))],
            all(parsed for _, _, parsed in by_id[question.id]),
        )
        for question in questions
    }


def letter_of(shares):
    return LETTERS[shares.index(max(shares))]


def write_answers(splits, answers):
    """predictions.csv with all probabilities, and submission.csv as the challenge takes it."""
    with open(OUT / "predictions.csv", "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["id", "split", *LETTERS, "answer", "parsed"])
        for split, questions in splits.items():
            for question in questions:
                shares, parsed = answers[question.id, split]
                numbers = [f"{share:.6f}" for share in shares]
                table.writerow([question.id, split, *numbers, letter_of(shares), str(parsed).lower()])
    with open(OUT / "submission.csv", "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["id", "answer"])
        table.writerows([question.id, letter_of(answers[question.id, "test"][0])] for question in splits["test"])
