"""What transformers + PEFT compute on a snapshot, for parity-at-size.ts: python3 reference.py <snapshot> <out folder>

Writes `adapter/` (rank 32 on the seven suffixes of text and tower, B randomised), `reference.safetensors` with the
logits at the supervised positions and the gradient of every adapter tensor, in f32 (`f32.…`, TF32 off) and under
bf16 autocast (`bf16.…`) as the team's script trains, and `reference.json` with the loss of ten AdamW steps on that
one batch and how far batch mates move a prompt's letters, both under autocast. The batch is that of samples.ts. Needs torch, transformers 5 and peft.
"""
import argparse, inspect, json, os, torch
from peft import LoraConfig, get_peft_model
from safetensors.torch import save_file
from transformers import AutoConfig, AutoModelForImageTextToText

TEXT = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]


def noise(length, seed):
    x, out = seed * 7919 + 1, bytearray(length)
    for i in range(length):
        x = (x * 1664525 + 1013904223) & 0xFFFFFFFF
        out[i] = x >> 24
    return torch.frombuffer(out, dtype=torch.uint8)


def sample(config, folder, b, grid, text):
    """Sample `b` of samples.ts: token ids, and patches [grid², 1176] of its picture."""
    lower = min(getattr(config, "text_config", config).vocab_size // 2, 50_000)
    token = lambda n: 5 + n % lower
    prep = json.load(open(os.path.join(folder, "preprocessor_config.json")))
    mean, std = torch.tensor(prep["image_mean"]), torch.tensor(prep["image_std"])
    ids = ([token(1000 + i) for i in range(23)] + [config.image_token_id] * (grid * grid // 4)
           + [token(2000 + i) for i in range(text - 26)] + [64 + b % 4, token(300), token(198)])
    bytes_ = noise(grid * grid * 588, b).view(grid * grid, 3, 1, 196).float() / 255
    pixels = ((bytes_ - mean.view(1, 3, 1, 1)) / std.view(1, 3, 1, 1)).expand(-1, -1, 2, -1).reshape(grid * grid, 1176)
    return ids, pixels


def batch(config, folder, count, grid, text):
    rows, pixels = zip(*[sample(config, folder, b, grid, text) for b in range(count)])
    ids = torch.tensor(rows)
    labels = torch.full_like(ids, -100)
    labels[:, -3:] = ids[:, -3:]
    return dict(input_ids=ids, attention_mask=torch.ones_like(ids), labels=labels, pixel_values=torch.cat(pixels),
                image_grid_thw=torch.tensor([[1, grid, grid]] * count))


def letters(model, config, folder, device, prompts):
    """Probabilities of the four letters after the prompts (b, grid, text), padded on the right to one batch."""
    made = [(*sample(config, folder, b, grid, text), grid) for b, grid, text in prompts]
    ids = [torch.tensor(row[:-3]) for row, _, _ in made]
    pad = lambda rows, value: torch.nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=value).to(device)
    feeds = dict(input_ids=pad(ids, 0), attention_mask=pad([torch.ones_like(row) for row in ids], 0),
                 pixel_values=torch.cat([pixels for _, pixels, _ in made]).to(device),
                 image_grid_thw=torch.tensor([[1, grid, grid] for _, _, grid in made]).to(device))
    if "mm_token_type_ids" in inspect.signature(type(model.base_model.model).forward).parameters:
        feeds["mm_token_type_ids"] = (feeds["input_ids"] == config.image_token_id).int()
    with torch.no_grad(), torch.autocast(device, dtype=torch.bfloat16):
        logits = model(**feeds).logits
    ends = [len(row) - 1 for row in ids]
    return torch.stack([logits[i, end, 64:68].float() for i, end in enumerate(ends)]).softmax(-1)


def moved(model, config, folder, device, grid, text):
    """How far the first prompt's letters move, at most, in each of the batches that parity-at-size.ts puts it into."""
    one, longer, smaller = (0, grid, text), (1, grid, text + 37), (2, grid // 2, text)
    ask = lambda prompts, at: letters(model, config, folder, device, prompts)[at]
    alone = ask([one], 0)
    cases = dict(twice=ask([one, one], 1), mates=ask([one, longer, smaller], 0), order=ask([smaller, longer, one], 2))
    return {name: (row - alone).abs().max().item() for name, row in cases.items()}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("snapshot"), parser.add_argument("out")
    parser.add_argument("--device", default="cuda"), parser.add_argument("--batch", type=int, default=2)
    parser.add_argument("--grid", type=int, default=32), parser.add_argument("--text", type=int, default=140)
    parser.add_argument("--rank", type=int, default=32), parser.add_argument("--rate", type=float, default=1e-3)
    a = parser.parse_args()
    torch.manual_seed(0)
    config = AutoConfig.from_pretrained(a.snapshot)
    feeds = {k: v.to(a.device) for k, v in batch(config, a.snapshot, a.batch, a.grid, a.text).items()}
    base = AutoModelForImageTextToText.from_pretrained(a.snapshot, dtype=torch.bfloat16, device_map=a.device)
    if "mm_token_type_ids" in inspect.signature(type(base).forward).parameters:
        feeds["mm_token_type_ids"] = (feeds["input_ids"] == config.image_token_id).int()
    model = get_peft_model(base, LoraConfig(r=a.rank, lora_alpha=2 * a.rank, lora_dropout=0.0, target_modules=TEXT))
    for name, parameter in model.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(parameter, std=0.02)
    model.save_pretrained(os.path.join(a.out, "adapter"))
    trainable = {n.replace(".default", ""): p for n, p in model.named_parameters() if p.requires_grad}
    start = {n: p.detach().clone() for n, p in trainable.items()}
    tensors, losses = {}, {}

    def run(kind, autocast):
        model.zero_grad(set_to_none=True)
        with torch.autocast(a.device, dtype=torch.bfloat16, enabled=autocast):
            out = model(**feeds)
        out.loss.backward()
        losses[kind] = out.loss.item()
        tensors[f"{kind}.logits"] = out.logits[:, -4:-1].float().detach().cpu().contiguous()
        for n, p in trainable.items():
            tensors[f"{kind}.gradient.{n}"] = p.grad.float().cpu().contiguous()

    model.eval()
    moves = moved(model, config, a.snapshot, a.device, a.grid, a.text)
    model.train()
    run("bf16", True)
    optimizer = torch.optim.AdamW(trainable.values(), lr=a.rate, weight_decay=0.0)
    falls = []
    for _ in range(10):
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast(a.device, dtype=torch.bfloat16):
            loss = model(**feeds).loss
        loss.backward()
        falls.append(loss.item())
        torch.nn.utils.clip_grad_norm_(trainable.values(), 1.0)
        optimizer.step()
    with torch.no_grad():
        for n, p in trainable.items():
            p.copy_(start[n])
    del optimizer
    torch.backends.cuda.matmul.allow_tf32 = False
    model.float()
    run("f32", False)
    save_file(tensors, os.path.join(a.out, "reference.safetensors"))
    json.dump(dict(losses=losses, falls=falls, moves=moves, rate=a.rate, batch=a.batch, grid=a.grid, text=a.text), open(os.path.join(a.out, "reference.json"), "w"))
    print(json.dumps(dict(losses=losses, falls=falls, moves=moves)))


if __name__ == "__main__":
    main()
