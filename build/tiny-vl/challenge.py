"""The sample challenge as tensors: pictures by Pillow (112², bicubic, as the snapshot's processor), prompts and answers as ids."""
import csv
import pathlib
import numpy as np
import torch
from PIL import Image
import prompts
from model import patchify

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "resources/sample-challenge"


def _read(name):
    with open(FOLDER / name, encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def load_rows(split):
    """Rows of train.csv, or of test.csv with the solution's answer and Usage."""
    rows = _read(f"{split}.csv")
    if split == "test":
        solution = {row["id"]: row for row in _read("solution.csv")}
        rows = [{**row, **solution[row["id"]]} for row in rows]
    return rows


def picture(path):
    image = Image.open(FOLDER / path).convert("RGB").resize((112, 112), Image.Resampling.BICUBIC)
    return torch.from_numpy(np.asarray(image).copy()).permute(2, 0, 1)


class Split:
    """Rows with patches [rows, 64, 588], ids [rows, length] padded on the right, start, place of the first answer token."""

    def __init__(self, split, encoder, device, grey=False, prompt=prompts.DEMO):
        self.rows = load_rows(split)
        pictures = torch.stack([picture(row["path"]) for row in self.rows])
        if grey:
            pictures = torch.full_like(pictures, 128)
        self.patches = patchify(pictures.float() / 255).to(device)
        texts = [encoder.prompt(prompt[0], prompts.user_text(row["question"], [row[c] for c in "abcd"], prompt[1])) for row in self.rows]
        replies = [encoder.answer(row["answer"]) for row in self.rows]
        length = max(len(ids) + 3 for ids, _ in texts)
        self.length = sum(len(ids) + 3 for ids, _ in texts) / len(texts)
        pad = lambda ids: ids + [encoder.pad] * (length - len(ids))
        tensor = lambda values: torch.tensor(values, device=device)
        self.ids = tensor([pad(ids + reply) for (ids, _), reply in zip(texts, replies)])
        self.start, self.place = tensor([first for _, first in texts]), tensor([len(ids) - 1 for ids, _ in texts])
        self.reply = tensor(replies)
        self.answer = tensor(["abcd".index(row["answer"]) for row in self.rows])
        self.letters = tensor([encoder.ids(letter)[0] for letter in "abcd"])

    def scores(self, model, at, tokens=1):
        """Logits [rows, tokens, vocabulary] that predict the first `tokens` answer tokens."""
        hidden = model.hidden(self.patches[at], self.ids[at], self.start[at])
        place = self.place[at, None] + torch.arange(tokens, device=at.device)
        return model.logits(hidden.gather(1, place[..., None].expand(-1, -1, hidden.shape[-1]))).float()

    @torch.no_grad()
    def right(self, model):
        """Whether each row's highest of the four letters is the answer."""
        hits = []
        for at in torch.arange(len(self.rows), device=self.ids.device).split(128):
            hits.append(self.scores(model, at)[:, 0, self.letters].argmax(-1) == self.answer[at])
        return torch.cat(hits)
