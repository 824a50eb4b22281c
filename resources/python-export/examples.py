# ---- From questions to tensors --------------------------------------------------------------------------------------

tokenizer = AutoTokenizer.from_pretrained(MODEL)
# Pillow's resizing; the picture is scaled to an area, its aspect nearly kept.
area = {"shortest_edge": PICTURE_SIZE**2, "longest_edge": PICTURE_SIZE**2}
image_processor = AutoImageProcessor.from_pretrained(MODEL, backend="pil", size=area)
image_token_id = tokenizer.convert_tokens_to_ids("<|image_pad|>")
letter_ids = [tokenizer.encode(letter, add_special_tokens=False)[0] for letter in LETTERS]


@lru_cache(maxsize=64)
def picture_tensors(path):
    """Patches [patches, values] and their grid [1, 3]; EXIF rotation is not applied."""
    with Image.open(path) as picture:
        made = image_processor(images=[picture.convert("RGB")], return_tensors="pt")
    return made["pixel_values"], made["image_grid_thw"]


def chat_ids(question, order, answer):
    """Token ids of a question whose place k shows choice order[k]; up to where the model answers, or answered."""
    shown = dict(zip(LETTERS, (question.choices[choice] for choice in order)), question=question.text)
    text = re.sub(r"\{(question|[abcd])\}", lambda found: shown[found[1]], PROMPT_USER)
    messages = [{"role": "user", "content": [{"type": "image"}, {"type": "text", "text": text}]}]
    if PROMPT_SYSTEM:
        messages.insert(0, {"role": "system", "content": PROMPT_SYSTEM})
    if answer is not None:
        messages.append({"role": "assistant", "content": answer})
    chat = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=answer is None)
    return tokenizer.encode(chat, add_special_tokens=False)


def with_picture(ids, grid):
    """The one picture token becomes as many as the picture has merged patches."""
    count = int(grid.prod()) // image_processor.merge_size**2
    at = ids.index(image_token_id)
    if ids.count(image_token_id) != 1:
        raise SystemExit("A question or the prompt contains a picture token.")
    return ids[:at] + [image_token_id] * count + ids[at + 1 :]


def make_example(question, order, answered):
    """One sequence; answered, with its labels. `letter_row` is the token after which the letter comes."""
    pixels, grid = picture_tensors(question.picture)
    prompt = with_picture(chat_ids(question, order, None), grid)
    example = {"ids": prompt, "pixels": pixels, "grid": grid, "letter_row": len(prompt) - 1}
    if not answered:
        return example
    shown = order.index(question.answer)
    full = with_picture(chat_ids(question, order, LETTERS[shown]), grid)
    # The answer is found by the length of the prompt, both measured with the picture's tokens in place.
    if full[: len(prompt)] != prompt:
        raise SystemExit(f"Question {question.id}: the prompt does not begin the full text.")
    supervised = {
        "sequence": range(len(full)),
        "answer": range(len(prompt), len(full)),
        "letter": range(len(prompt), len(prompt) + 1),
    }[SUPERVISE]
    labels = [token if i in supervised else IGNORED for i, token in enumerate(full)]
    return {**example, "ids": full, "labels": labels, "answer": shown}


def collate(examples, side="right"):
    """Sequences padded to one length, as the model takes them, and beside them what the loss needs."""
    longest = max(len(example["ids"]) for example in examples)

    def padded(rows, value):
        fill = [[value] * (longest - len(row)) for row in rows]
        return torch.tensor([row + rest if side == "right" else rest + row for row, rest in zip(rows, fill)])

    ids = [example["ids"] for example in examples]
    input_ids = padded(ids, tokenizer.pad_token_id)
    inputs = {
        "input_ids": input_ids,
        "attention_mask": padded([[1] * len(row) for row in ids], 0),
        "mm_token_type_ids": (input_ids == image_token_id).long(),
        "pixel_values": torch.cat([example["pixels"] for example in examples]),
        "image_grid_thw": torch.cat([example["grid"] for example in examples]),
    }
    batch = {"inputs": inputs, "letter_rows": torch.tensor([example["letter_row"] for example in examples])}
    if "labels" in examples[0]:
        batch["labels"] = padded([example["labels"] for example in examples], IGNORED)
        batch["answers"] = torch.tensor([example["answer"] for example in examples])
    return batch


class Batches(torch.utils.data.Dataset):
    """Batches of (question, order), made when they are asked for."""

    def __init__(self, members, answered, side="right"):
        self.members, self.answered, self.side = members, answered, side

    def __len__(self):
        return len(self.members)

    def __getitem__(self, i):
        return collate([make_example(question, order, self.answered) for question, order in self.members[i]], self.side)


def load(members, answered, side="right"):
    """Yields batches on this process's device; other processes read and resize pictures ahead."""
    for batch in DataLoader(Batches(members, answered, side), batch_size=None, num_workers=WORKERS):
        inputs = {name: tensor.to(accelerator.device) for name, tensor in batch.pop("inputs").items()}
        yield {"inputs": inputs, **{name: tensor.to(accelerator.device) for name, tensor in batch.items()}}


def chunks(items, size):
    return [items[at : at + size] for at in range(0, len(items), size)]
