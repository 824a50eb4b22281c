"""Pre-trains the small checkpoint on generated scenes and writes its weights: python3 build/tiny-vl/pretrain.py --seconds 400 --out $OUT"""
import argparse
import collections
import math
import pathlib
import time
import torch
import torch.nn.functional as F
from safetensors.torch import save_file
import batches
import render
from model import TEXT, TinyVl, patchify

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOKENIZER = ROOT / "resources/tiny-vl/tokenizer.json"


PROBED = (2, 3)  # layers after which a probe asks each choice whether it is the true one
POINTING = (3, 4)  # layers whose first head is shown which choice to look at
WEIGHTS = (0.3, 0.3, 0.1, 0.1, 0.1)


class Probes(torch.nn.Module):
    """Readers that exist during pre-training only: is a choice the true one, and which letter does it stand behind?"""

    def __init__(self):
        super().__init__()
        size = TEXT["hidden_size"]
        self.true = torch.nn.ModuleList(torch.nn.Linear(size, 1, bias=False) for _ in PROBED)
        self.letter = torch.nn.Linear(size, 4)


def mean_over_choices(nll, truth):
    """Mean of [batch] or [batch, 4] over the questions that show choices."""
    shown = (truth >= 0).float().view(-1, *[1] * (nll.dim() - 1)).expand_as(nll)
    return (nll * shown).sum() / shown.sum()


def helper_losses(probes, taps, seen, batch):
    """Cross-entropies that wire the way from a choice to its letter, without which letters stay at ln 4.

    At each choice's last token: is it true (two layers), which letter is it; and at the answer: where to look (two layers).
    """
    ends, truth = batch["ends"], batch["truth"]
    known = truth.clamp(min=0)
    at = [F.rms_norm(taps[i].gather(1, ends[..., None].expand(-1, -1, taps[i].shape[-1])).float(), taps[i].shape[-1:]) for i in PROBED]
    losses = [F.cross_entropy(probe(x).squeeze(-1).float(), known, reduction="none") for probe, x in zip(probes.true, at)]
    letter = probes.letter(at[0]).float()
    own = torch.arange(4, device=ends.device).expand(ends.shape)
    losses.append(F.cross_entropy(letter.flatten(0, 1), own.flatten(), reduction="none").view(ends.shape))
    asked = batch["place"][:, 0]
    target = ends.gather(1, known[:, None])[:, 0]
    for i in POINTING:
        query, key = seen[i]
        one = query.gather(1, asked[:, None, None].expand(-1, 1, query.shape[-1]))
        score = (one.float() @ key.float().transpose(1, 2))[:, 0] / key.shape[-1] ** 0.5
        later = torch.arange(score.shape[1], device=score.device) > asked[:, None]
        losses.append(F.cross_entropy(score.masked_fill(later, -1e4), target, reduction="none"))
    return torch.stack([mean_over_choices(nll, truth) for nll in losses])


def loss_and_logits(model, probes, patches, batch):
    taps, seen = [], []
    hidden = model.hidden(patches, batch["ids"], batch["start"], taps, seen)
    chosen = hidden.gather(1, batch["place"][..., None].expand(-1, -1, hidden.shape[-1]))
    logits = model.logits(chosen).float()
    # The first answer token decides; the closing tokens are easy and weigh little.
    weight = (batch["target"] >= 0).float()
    weight = weight * torch.where(torch.arange(weight.shape[1], device=weight.device) == 0, 1.0, 0.3)
    nll = F.cross_entropy(logits.flatten(0, 1), batch["target"].flatten(), reduction="none", ignore_index=-100)
    answer, helped = (nll.view_as(weight) * weight).sum() / weight.sum(), helper_losses(probes, taps, seen, batch)
    return answer + (helped * helped.new_tensor(WEIGHTS)).sum(), logits, torch.cat([answer[None], helped]).detach()


@torch.no_grad()
def drawn(packed, bank, device):
    """A batch's token tensors and patches on the accelerator."""
    tokens, ground, slots = batches.unpack(packed, device)
    return tokens, patchify(render.render(bank, ground, slots))


@torch.no_grad()
def evaluate(model, probes, bank, loader, device, count):
    """First-token accuracy of each mode, and of each kind for open and letter questions, on fresh scenes."""
    hits, seen = collections.Counter(), collections.Counter()
    for _ in range(count):
        packed = next(loader)
        tokens, patches = drawn(packed, bank, device)
        with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
            _, logits, _ = loss_and_logits(model, probes, patches, tokens)
        right = (logits[:, 0].argmax(-1) == tokens["target"][:, 0]).tolist()
        for kind, mode, ok in zip(packed["kinds"], packed["modes"], right):
            for key in (f"{mode}:{kind}", mode) if mode in ("open", "letter") else (mode,):
                seen[key] += 1
                hits[key] += ok
    return {k: round(hits[k] / seen[k], 3) for k in sorted(seen)}


def main():
    parser = argparse.ArgumentParser()
    for name, kind, value in (("seconds", float, 400), ("batch", int, 512), ("lr", float, 1e-3), ("warmup", int, 400), ("workers", int, 14), ("seed", int, 7), ("max-steps", int, 10**9), ("init", str, ""), ("every", int, 250)):
        parser.add_argument(f"--{name}", type=kind, default=value)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.manual_seed(args.seed)
    torch.backends.cuda.matmul.allow_tf32 = True
    # Its gradients are suspected of the NaN that ended the first run.
    torch.backends.cuda.enable_cudnn_sdp(False)
    bank = render.load_sprites(ROOT / ".scratch/tiny-vl", device)
    model = TinyVl().to(device)
    if args.init:
        from safetensors.torch import load_file
        model.load_state_dict({k: v.float() for k, v in load_file(args.init).items()})
    print(f"{sum(p.numel() for p in model.parameters()):,} parameters on {device}", flush=True)
    probes = Probes().to(device)
    matrices = [p for p in model.parameters() if p.dim() > 1]
    vectors = [p for p in model.parameters() if p.dim() == 1] + list(probes.parameters())
    optimizer = torch.optim.AdamW([{"params": matrices, "weight_decay": 0.05}, {"params": vectors, "weight_decay": 0.0}], lr=args.lr, betas=(0.9, 0.98), fused=True)
    loader = iter(torch.utils.data.DataLoader(batches.Stream(TOKENIZER, args.batch, args.seed), batch_size=None, num_workers=args.workers, prefetch_factor=6 if args.workers else None))
    compiled = torch.compile(loss_and_logits) if device.type == "cuda" else loss_and_logits
    if device.type == "cuda":
        warm_up(compiled, model, probes, bank, loader, device)
    begin, step, window, skipped = time.time(), 0, [], torch.zeros((), device=device)
    deadline = args.seconds
    while step < args.max_steps:
        elapsed = time.time() - begin
        if elapsed > deadline:
            break
        # The schedule follows the clock, so that the run ends where it should on any machine.
        progress = max(elapsed / deadline, step / args.max_steps)
        for group in optimizer.param_groups:
            group["lr"] = args.lr * min(1, (step + 1) / args.warmup) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * progress)))
        tokens, patches = drawn(next(loader), bank, device)
        with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
            short = tokens["ids"].shape[1] == batches.SHORT_LENGTH
            loss, _, parts = (compiled if short else loss_and_logits)(model, probes, patches, tokens)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        # The fused optimizer leaves everything as it is where found_inf is 1.
        optimizer.found_inf = (~norm.isfinite()).float()
        skipped += optimizer.found_inf
        optimizer.step()
        window.append(parts)
        step += 1
        if step % args.every == 0 or step == args.max_steps:
            print(f"step {step} {time.time() - begin:.0f}s loss, true ×2, letter, pointing ×2 {[round(v, 4) for v in torch.stack(window).nanmean(0).tolist()]} skipped {skipped.item():.0f}", flush=True)
            if skipped > 100:
                raise SystemExit("the gradients are not finite: nothing to save")
            window = []
        if step % 500 == 0:
            print(evaluate(model, probes, bank, loader, device, 2), flush=True)
    print("final", step, "steps", f"{time.time() - begin:.0f}s", evaluate(model, probes, bank, loader, device, 12 if device.type == "cuda" else 1), flush=True)
    out = pathlib.Path(args.out)
    save_file({k: v.to(torch.bfloat16).contiguous() for k, v in model.state_dict().items()}, out / "model.safetensors", {"format": "pt"})


def warm_up(compiled, model, probes, bank, loader, device):
    """Compiles the step for short prompts before the clock starts; long prompts run without."""
    torch._dynamo.config.automatic_dynamic_shapes = False
    begin, done = time.time(), False
    while not done:
        tokens, patches = drawn(next(loader), bank, device)
        if tokens["ids"].shape[1] == batches.SHORT_LENGTH:
            with torch.autocast(device.type, torch.bfloat16):
                compiled(model, probes, patches, tokens)[0].backward()
            done = True
    model.zero_grad(set_to_none=True)
    print(f"compiled in {time.time() - begin:.0f}s", flush=True)


if __name__ == "__main__":
    main()
