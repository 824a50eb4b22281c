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
PROBE_WEIGHT = 0.3


def probe_loss(probes, taps, batch):
    """Cross-entropy over the four choices, read at their last tokens: without it letters stay at ln 4. The probes are thrown away."""
    losses = []
    for probe, layer in zip(probes, PROBED):
        at = taps[layer].gather(1, batch["ends"][..., None].expand(-1, -1, taps[layer].shape[-1]))
        score = probe(F.rms_norm(at.float(), at.shape[-1:])).squeeze(-1).float()
        nll = F.cross_entropy(score, batch["truth"], reduction="none", ignore_index=-100)
        losses.append(nll.sum() / (batch["truth"] >= 0).sum())
    return torch.stack(losses)


def loss_and_logits(model, probes, patches, batch):
    taps = []
    hidden = model.hidden(patches, batch["ids"], batch["start"], taps)
    chosen = hidden.gather(1, batch["place"][..., None].expand(-1, -1, hidden.shape[-1]))
    logits = model.logits(chosen).float()
    # The first answer token decides; the closing tokens are easy and weigh little.
    weight = (batch["target"] >= 0).float()
    weight = weight * torch.where(torch.arange(weight.shape[1], device=weight.device) == 0, 1.0, 0.3)
    nll = F.cross_entropy(logits.flatten(0, 1), batch["target"].flatten(), reduction="none", ignore_index=-100)
    answer, probed = (nll.view_as(weight) * weight).sum() / weight.sum(), probe_loss(probes, taps, batch)
    return answer + PROBE_WEIGHT * probed.sum(), logits, torch.cat([answer[None], probed]).detach()


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
    probes = torch.nn.ModuleList(torch.nn.Linear(TEXT["hidden_size"], 1, bias=False) for _ in PROBED).to(device)
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
            print(f"step {step} {time.time() - begin:.0f}s loss, probes {[round(v, 4) for v in torch.stack(window).nanmean(0).tolist()]} skipped {skipped.item():.0f}", flush=True)
            if skipped > 100:
                raise SystemExit("the gradients are not finite: nothing to save")
            window = []
        if step % 1000 == 0:
            print(evaluate(model, probes, bank, loader, device, 4), flush=True)
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
