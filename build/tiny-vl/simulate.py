"""LoRA fine-tuning on the sample challenge as the demo does it, in PyTorch: which learning rate works, and is it blind without pictures?

python3 build/tiny-vl/simulate.py --weights model.safetensors --lr 1e-3 --batch 8 [--grey] [--epochs 0 for zero-shot]
"""
import argparse
import collections
import math
import random
import time
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn
import batches
from challenge import Split
from model import TinyVl
from pretrain import TOKENIZER

TARGETS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")


class Lora(nn.Module):
    """y = base(x) + alpha/r · B(A(dropout(x))), with PEFT's initialisation."""

    def __init__(self, base, r, alpha, dropout):
        super().__init__()
        self.base, self.scale, self.dropout = base, alpha / r, nn.Dropout(dropout)
        self.a = nn.Parameter(torch.empty(r, base.in_features, device=base.weight.device).uniform_(-1, 1) / base.in_features**0.5)
        self.b = nn.Parameter(torch.zeros(base.out_features, r, device=base.weight.device))

    def forward(self, x):
        return self.base(x) + self.scale * F.linear(F.linear(self.dropout(x), self.a), self.b)


def adapt(model, r, alpha, dropout):
    model.requires_grad_(False)
    for path, module in list(model.named_modules()):
        if path.endswith(TARGETS):
            parent, name = path.rsplit(".", 1)
            setattr(model.get_submodule(parent), name, Lora(module, r, alpha, dropout))
    return [p for p in model.parameters() if p.requires_grad]


def report(split, hits):
    by = collections.defaultdict(list)
    for row, hit in zip(split.rows, hits.tolist()):
        for key in ("all", row.get("Usage"), row["kind"]):
            if key:
                by[key].append(hit)
    return {k: round(sum(v) / len(v), 4) for k, v in by.items()}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--weights", required=True)
    for name, kind, value in (("lr", float, 1e-3), ("batch", int, 8), ("epochs", int, 3), ("seed", int, 42), ("r", int, 16), ("alpha", float, 32), ("dropout", float, 0.0), ("warmup", float, 0.05), ("threads", int, 2)):
        parser.add_argument(f"--{name}", type=kind, default=value)
    parser.add_argument("--grey", action="store_true")
    args = parser.parse_args()
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    model = TinyVl().to(device)
    model.load_state_dict({k: v.float() for k, v in load_file(args.weights).items()})
    encoder = batches.Encoder(TOKENIZER)
    train, test = (Split(name, encoder, device, args.grey) for name in ("train", "test"))
    label = f"lr {args.lr} batch {args.batch} epochs {args.epochs} grey {args.grey} seed {args.seed}"
    print(f"[{label}] mean length {train.length:.1f}, zero-shot train {train.right(model).float().mean():.4f} test", report(test, test.right(model)), flush=True)
    if args.epochs == 0:
        return
    kept = len(train.rows) - len(train.rows) // 10
    parameters = adapt(model, args.r, args.alpha, args.dropout)
    optimizer = torch.optim.AdamW(parameters, lr=args.lr, weight_decay=0.01)
    total, step, begin, rng = args.epochs * math.ceil(kept / args.batch), 0, time.time(), random.Random(args.seed)
    for epoch in range(args.epochs):
        order, losses = rng.sample(range(kept), kept), []
        for i in range(0, kept, args.batch):
            at = torch.tensor(order[i : i + args.batch], device=device)
            warm = max(1, round(args.warmup * total))
            rate = step / warm if step < warm else 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, total - warm)))
            optimizer.param_groups[0]["lr"] = args.lr * rate
            loss = F.cross_entropy(train.scores(model, at, 3).flatten(0, 1), train.reply[at].flatten())
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            losses.append(loss.detach())
            step += 1
        model.eval()
        validation = train.right(model)[kept:].float().mean().item()
        print(f"[{label}] epoch {epoch + 1} loss {torch.stack(losses).mean().item():.4f} validation {validation:.4f} {time.time() - begin:.0f}s test", report(test, test.right(model)), flush=True)
        model.train()


if __name__ == "__main__":
    main()
