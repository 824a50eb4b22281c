# ---- Training and validation ----------------------------------------------------------------------------------------


def group_by(items, key):
    groups = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


def split_questions(questions):
    """Questions to train on and to validate with, each in file order."""
    if SAMPLES != "all" and SAMPLES < len(questions):
        drawn = set(shuffled(len(questions), SUBSET)[:SAMPLES])
        questions = [question for i, question in enumerate(questions) if i in drawn]
    # Questions of one picture in training and validation would make the validation too easy.
    key = (lambda question: question.picture) if GROUP_BY_PICTURE else (lambda question: question.id)
    groups = list(group_by(questions, key).values())
    if SPLIT == "order":
        arranged = groups[::-1]
    else:
        arranged = [groups[i] for i in shuffled(len(groups), SPLIT_DRAW)]
    cell_of = (lambda question: question.answer) if SPLIT == "stratified" else (lambda question: None)
    taken = {question.id for question in take_groups(arranged, validation_counts(questions, cell_of), cell_of)}
    train = [question for question in questions if question.id not in taken]
    if not train:
        raise SystemExit("The split leaves no question to train on: lower VALIDATION_FRACTION.")
    return train, [question for question in questions if question.id in taken]


def validation_counts(questions, cell_of):
    """Wanted validation questions of each cell, dealt out by largest remainders."""
    total = math.ceil(len(questions) * VALIDATION_FRACTION - 1e-9)
    exact = {cell: len(members) * total / len(questions) for cell, members in group_by(questions, cell_of).items()}
    counts = {cell: math.floor(share) for cell, share in exact.items()}
    missing = total - sum(counts.values())
    for cell in sorted(exact, key=lambda cell: -(exact[cell] % 1))[:missing]:
        counts[cell] += 1
    return counts


def take_groups(groups, counts, cell_of):
    """Takes each group in turn unless that leads the cells' counts away from what is wanted."""
    missing, taken = dict(counts), []
    for group in groups:
        of_cell = {cell: len(members) for cell, members in group_by(group, cell_of).items()}
        if sum(n * (n - 2 * missing[cell]) for cell, n in of_cell.items()) > 0:
            continue
        taken += group
        for cell, n in of_cell.items():
            missing[cell] -= n
    if taken or not any(counts.values()):
        return taken
    return min(groups, key=len)
