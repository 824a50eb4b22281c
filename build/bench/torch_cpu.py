"""PyTorch + PEFT's side of `npm run bench`: torch_cpu.py FOLDER train|answer all|needed

FOLDER holds what test/bench/exchange.ts wrote. `all` computes logits at every position, as a training script that
passes `labels` does; `needed` only from the first supervised position of a batch on, which transformers can do
when the caller cuts the labels too. Answers a line of input with one pass over all batches, timed here.
"""

import json
import resource
import sys
import time
from pathlib import Path

import torch
from peft import PeftModel
from safetensors.torch import load_file
from transformers import Qwen2_5_VLForConditionalGeneration
from transformers.utils import logging

logging.set_verbosity_error()
logging.disable_progress_bar()

folder, phase, positions = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
settings = json.loads((folder / 'settings.json').read_text())


def load_model():
    base = Qwen2_5_VLForConditionalGeneration.from_pretrained(
        settings['model'], dtype=torch.float32, attn_implementation='sdpa')
    base.config.use_cache = False
    model = PeftModel.from_pretrained(base, folder / 'adapter', is_trainable=phase == 'train')
    return model.train(phase == 'train')


def load_batches():
    tensors = load_file(folder / f'{phase}.safetensors')
    return [batch({k.split('.')[1]: v for k, v in tensors.items() if k.startswith(f'{i}.')})
            for i in range(settings['batches'])]


def batch(t):
    ids = t['ids'].long()
    b = {
        'input_ids': ids,
        'attention_mask': t['mask'].long(),
        'mm_token_type_ids': (ids == settings['imageTokenId']).int(),
        'pixel_values': t['pixels'],
        'image_grid_thw': t['grids'].long(),
    }
    if phase == 'answer':
        return {**b, 'logits_to_keep': 1}
    labels = t['labels'].long()
    if positions == 'all':
        return {**b, 'labels': labels}
    first = int((labels != -100).any(0).nonzero()[0])
    keep = labels.shape[1] - first + 1
    return {**b, 'labels': labels[:, -keep:], 'logits_to_keep': keep}


def training(model, batches):
    trained = [p for p in model.parameters() if p.requires_grad]
    s = settings
    optimizer = torch.optim.AdamW(trained, lr=s['learningRate'], betas=(s['beta1'], s['beta2']), eps=s['epsilon'],
                                  weight_decay=s['weightDecay'], fused=True)

    def run():
        losses = []
        for b in batches:
            optimizer.zero_grad()
            loss = model(**b).loss
            loss.backward()
            torch.nn.utils.clip_grad_norm_(trained, s['maxGradNorm'])
            optimizer.step()
            losses.append(loss.item())
        return [sum(losses) / len(losses)]

    return run


def answering(model, batches):
    @torch.inference_mode()
    def run():
        return [x for b in batches for x in model(**b).logits[:, -1, settings['letterIds']].flatten().tolist()]

    return run


def main():
    batches = load_batches()
    run = (training if phase == 'train' else answering)(load_model(), batches)
    shapes = [b['input_ids'].shape for b in batches]
    print(json.dumps({'samples': sum(s[0] for s in shapes), 'tokens': max(s[1] for s in shapes), 'flops': 0}), flush=True)
    for _ in sys.stdin:
        cpu, began = time.process_time(), time.perf_counter()
        result = run()
        seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - cpu
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({'seconds': seconds, 'cpuSeconds': cpu_seconds, 'peakMb': peak, 'result': result}), flush=True)


main()
