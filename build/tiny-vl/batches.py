"""Endless batches for pre-training: scenes and token ids made by worker processes, moved to the accelerator."""
import random
import numpy as np
import torch
from tokenizers import Tokenizer
import prompts
import scenes
from model import TOKENS

SHORT_LENGTH, LONG_LENGTH, ANSWER = 80, 144, 8


class Encoder:
    """Chats to token ids, piece by piece: special tokens separate the pieces, so the result is the whole text's."""

    def __init__(self, path):
        self.tokenizer = Tokenizer.from_file(str(path))
        token = self.tokenizer.token_to_id
        self.end, self.pad, self.picture = token("<|im_end|>"), token("<|endoftext|>"), token("<|image_pad|>")
        self.cache = {}

    def ids(self, text):
        return self.tokenizer.encode(text, add_special_tokens=False).ids

    def cached(self, text):
        if text not in self.cache:
            self.cache[text] = self.ids(text)
        return self.cache[text]

    def choice_ends(self, question, choices, user):
        """Index of each choice's last token among the user text's tokens."""
        ends, at = [], len(question)
        for choice in choices:
            at += len("\n(a) ") + len(choice)
            ends.append(at)
        offsets = self.tokenizer.encode(user, add_special_tokens=False).offsets
        return [next(i for i, (_, stop) in enumerate(offsets) if stop >= end) for end in ends]

    def prompt(self, system, user):
        """(ids up to the answer, index of the first picture token)."""
        head = self.cached(f"<|im_start|>system\n{system}<|im_end|>\n<|im_start|>user\n<|vision_start|>")
        tail = self.cached("<|vision_end|>"), self.cached("<|im_end|>\n<|im_start|>assistant\n")
        return head + [self.picture] * TOKENS + tail[0] + self.ids(user) + tail[1], len(head)

    def answer(self, text):
        return self.cached(text) + [self.end] + self.cached("\n")


def collate(encoder, rng, size, long):
    """One batch as numpy arrays: ids, start, answer places and targets (-100 where none),
    each choice's last token and the true choice, scenes."""
    length, styles = (LONG_LENGTH, prompts.LONG) if long else (SHORT_LENGTH, prompts.SHORT)
    ids = np.full((size, length), encoder.pad)
    start, place, target, kinds, modes = np.zeros(size, int), np.zeros((size, ANSWER), int), np.full((size, ANSWER), -100), [], []
    ends, truth = np.zeros((size, 4), int), np.full(size, -100)
    slots, back = [[] for _ in range(9)], []
    row = 0
    while row < size:
        item = scenes.make(rng)
        system, ending = rng.choice(styles)
        if item.mode == "listed":
            ending = rng.choice(prompts.WORD_ENDINGS)
        user = prompts.user_text(item.question, item.choices, ending)
        prompt, first = encoder.prompt(system, user)
        reply = encoder.answer(item.reply)
        if len(prompt) + len(reply) > length or len(reply) > ANSWER:
            continue
        ids[row, : len(prompt) + len(reply)] = prompt + reply
        start[row] = first
        place[row, : len(reply)] = np.arange(len(reply)) + len(prompt) - 1
        target[row, : len(reply)] = reply
        if item.choices:
            ends[row] = np.array(encoder.choice_ends(item.question, item.choices, user)) + first + TOKENS + 1
            truth[row] = item.true
        for slot, parts in zip(slots, item.scene.slots):
            slot.append((row, *parts))
        back.append(item.scene.background)
        kinds.append(item.kind)
        modes.append(item.mode)
        row += 1
    return dict(ids=ids, start=start, place=place, target=target, ends=ends, truth=truth, kinds=kinds, modes=modes, slots=slots, back=back)


def pack(raw):
    """The arrays of `collate` as three tensors, because sending many small ones between processes is slow."""
    one, two, pattern, frequency, angle = zip(*raw["back"])
    whole = np.concatenate([raw["start"][:, None], np.array(pattern)[:, None], raw["truth"][:, None], raw["ends"], raw["place"], raw["target"], raw["ids"]], 1)
    back = np.concatenate([one, two, np.array([frequency, angle]).T], 1)
    drawings = [[*values, *tint] for slot in raw["slots"] for *values, tint in slot]
    return dict(whole=torch.from_numpy(whole.astype(np.int32)), back=torch.from_numpy(back.astype(np.float32)),
                drawings=torch.tensor(drawings, dtype=torch.float32), counts=[len(slot) for slot in raw["slots"] if slot],
                kinds=raw["kinds"], modes=raw["modes"])


def unpack(packed, device):
    """What `pack` made, on the accelerator: ids, start, place, target; background; one dictionary for each slot."""
    whole = packed["whole"].to(device).long()
    back, drawings = packed["back"].to(device), packed["drawings"].to(device)
    start, pattern, truth, ends, place, target, ids = whole.split([1, 1, 1, 4, ANSWER, ANSWER, whole.shape[1] - 7 - 2 * ANSWER], 1)
    slots = []
    for part in drawings.split(packed["counts"]):
        row, sprite, cx, cy, size, angle, flip = part[:, :7].unbind(1)
        slots.append(dict(row=row.long(), sprite=sprite.long(), cx=cx, cy=cy, size=size, angle=angle, flip=flip, tint=part[:, 7:]))
    tokens = dict(ids=ids.contiguous(), start=start[:, 0].contiguous(), truth=truth[:, 0].contiguous(), ends=ends.contiguous(), place=place.contiguous(), target=target.contiguous())
    ground = dict(one=back[:, :3], two=back[:, 3:6], pattern=pattern[:, 0], frequency=back[:, 6], angle=back[:, 7])
    return tokens, ground, slots


class Stream(torch.utils.data.IterableDataset):
    """Batches without end; each worker has its own seed. One batch in six has long prompts."""

    def __init__(self, tokenizer, size, seed):
        self.tokenizer, self.size, self.seed = tokenizer, size, seed

    def __iter__(self):
        info = torch.utils.data.get_worker_info()
        rng, encoder = random.Random(self.seed * 1000 + (info.id if info else 0)), Encoder(self.tokenizer)
        while True:
            yield pack(collate(encoder, rng, self.size, rng.random() < 1 / 6))
