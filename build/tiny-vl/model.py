"""Qwen2.5-VL for one fixed picture size, in plain PyTorch, with the parameter names of a snapshot on disk.

check.py compares it with transformers. Pictures are 112×112: 64 patches in four windows, 16 merged tokens.
"""
import os
import torch
import torch.nn.functional as F
from torch import nn

GRID, PATCH, MERGE, TOKENS = 8, 14, 2, 16
MEAN, STD = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)
VISION = dict(depth=4, hidden_size=192, intermediate_size=512, num_heads=3, window_size=56, fullatt_block_indexes=[1, 3])
TEXT = dict(hidden_size=256, intermediate_size=640, num_hidden_layers=5, num_attention_heads=4, num_key_value_heads=2, vocab_size=2048)
# Axes and base of the rotary position, "base:time,rows,columns"; pre-training may try others.
_BASE, _SECTION = os.environ.get("TINY_VL_ROPE", "30:8,12,12").split(":")
SECTION, THETA = [int(n) for n in _SECTION.split(",")], float(_BASE)


def config(tokenizer):
    """config.json in the hub's flat form."""
    token = tokenizer.token_to_id
    return {
        "architectures": ["Qwen2_5_VLForConditionalGeneration"], "model_type": "qwen2_5_vl", "torch_dtype": "bfloat16",
        **TEXT, "hidden_act": "silu", "attention_dropout": 0.0, "initializer_range": 0.02, "max_position_embeddings": 4096, "max_window_layers": 5,
        "rms_norm_eps": 1e-6, "rope_theta": THETA, "rope_scaling": {"type": "mrope", "mrope_section": SECTION}, "sliding_window": 4096,
        "use_sliding_window": False, "use_cache": True, "tie_word_embeddings": True, "bos_token_id": token("<|endoftext|>"),
        "eos_token_id": token("<|im_end|>"), "pad_token_id": token("<|endoftext|>"), "vision_start_token_id": token("<|vision_start|>"),
        "vision_end_token_id": token("<|vision_end|>"), "vision_token_id": token("<|vision_pad|>"), "image_token_id": token("<|image_pad|>"),
        "video_token_id": token("<|video_pad|>"),
        "vision_config": {**VISION, "model_type": "qwen2_5_vl", "hidden_act": "silu", "in_chans": 3, "in_channels": 3, "out_hidden_size": TEXT["hidden_size"],
                          "patch_size": PATCH, "spatial_patch_size": PATCH, "spatial_merge_size": MERGE, "temporal_patch_size": 2, "tokens_per_second": 2},
    }


def patchify(pictures):
    """uint8 or float [batch, 3, 112, 112] in 0…1 → normalised patches [batch, 64, 588], rows in the processor's order, grouped by window."""
    mean, std = (torch.tensor(v, device=pictures.device).view(1, 3, 1, 1) for v in (MEAN, STD))
    x = ((pictures - mean) / std).reshape(-1, 3, 2, 2, MERGE, PATCH, 2, 2, MERGE, PATCH)
    # axes: channel, window row, cell row, inner row, y, window column, cell column, inner column, x
    return x.permute(0, 2, 6, 3, 7, 4, 8, 1, 5, 9).reshape(-1, GRID * GRID, 3 * PATCH * PATCH)


def _grouped(values):
    """[8, 8] by row and column → [64] in window order, four patches of a merged cell together."""
    return values.reshape(2, 2, 2, 2, 2, 2).permute(0, 3, 1, 4, 2, 5).reshape(-1)


def rotate(x, cos, sin):
    a, b = x.chunk(2, -1)
    return x * cos + torch.cat((-b, a), -1) * sin


class Norm(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))

    def forward(self, x):
        return F.rms_norm(x.float(), x.shape[-1:], eps=1e-6).to(x.dtype) * self.weight.to(x.dtype)


class Mlp(nn.Module):
    def __init__(self, size, inner, bias):
        super().__init__()
        self.gate_proj, self.up_proj = nn.Linear(size, inner, bias), nn.Linear(size, inner, bias)
        self.down_proj = nn.Linear(inner, size, bias)

    def forward(self, x):
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class VisionAttention(nn.Module):
    def __init__(self, size, heads):
        super().__init__()
        self.heads, self.qkv, self.proj = heads, nn.Linear(size, 3 * size), nn.Linear(size, size)

    def forward(self, x, cos, sin, windows):
        batch, length, size = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        q, k = (rotate(t.float(), cos, sin).to(v.dtype) for t in (q, k))
        split = lambda t: t.unflatten(2, (windows, -1)).transpose(1, 2).flatten(0, 1)
        y = F.scaled_dot_product_attention(split(q), split(k), split(v))
        return self.proj(y.transpose(1, 2).reshape(batch, length, size))


class VisionBlock(nn.Module):
    def __init__(self, size, inner, heads):
        super().__init__()
        self.norm1, self.norm2 = Norm(size), Norm(size)
        self.attn, self.mlp = VisionAttention(size, heads), Mlp(size, inner, True)

    def forward(self, x, cos, sin, windows):
        x = x + self.attn(self.norm1(x), cos, sin, windows)
        return x + self.mlp(self.norm2(x))


class PatchEmbed(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.proj = nn.Conv3d(3, size, (2, PATCH, PATCH), bias=False)

    def forward(self, patches):
        # Both frames of a still picture are equal, so the kernel's two frames add up.
        return F.linear(patches, self.proj.weight.sum(2).flatten(1))


class Merger(nn.Module):
    def __init__(self, size, out):
        super().__init__()
        self.ln_q = Norm(size)
        self.mlp = nn.Sequential(nn.Linear(4 * size, 4 * size), nn.GELU(), nn.Linear(4 * size, out))

    def forward(self, x):
        return self.mlp(self.ln_q(x).reshape(x.shape[0], TOKENS, -1))


class Vision(nn.Module):
    def __init__(self):
        super().__init__()
        size, heads = VISION["hidden_size"], VISION["num_heads"]
        self.patch_embed, self.merger = PatchEmbed(size), Merger(size, TEXT["hidden_size"])
        self.blocks = nn.ModuleList(VisionBlock(size, VISION["intermediate_size"], heads) for _ in range(VISION["depth"]))
        quarter = size // heads // 4
        frequency = 10000.0 ** (-torch.arange(quarter) / quarter)
        place = torch.arange(GRID).float()
        angles = [_grouped(p)[:, None] * frequency for p in (place[:, None].expand(GRID, GRID), place[None].expand(GRID, GRID))]
        angle = torch.cat(angles, -1).repeat(1, 2)
        self.register_buffer("cos", angle.cos(), persistent=False)
        self.register_buffer("sin", angle.sin(), persistent=False)

    def forward(self, patches):
        x = self.patch_embed(patches)
        for i, block in enumerate(self.blocks):
            x = block(x, self.cos, self.sin, 1 if i in VISION["fullatt_block_indexes"] else 4)
        # window order back to reading order of the merged 4×4 grid
        return self.merger(x).unflatten(1, (2, 2, 2, 2)).transpose(2, 3).flatten(1, 4)


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        size, self.heads, self.shared = TEXT["hidden_size"], TEXT["num_attention_heads"], TEXT["num_key_value_heads"]
        head = size // self.heads
        self.q_proj = nn.Linear(size, size)
        self.k_proj, self.v_proj = (nn.Linear(size, head * self.shared) for _ in range(2))
        self.o_proj = nn.Linear(size, size, bias=False)

    def forward(self, x, cos, sin, seen=None):
        batch, length, size = x.shape
        q = self.q_proj(x).view(batch, length, self.heads, -1).transpose(1, 2)
        k, v = (p(x).view(batch, length, self.shared, -1).transpose(1, 2) for p in (self.k_proj, self.v_proj))
        cos, sin = cos.to(q.dtype), sin.to(q.dtype)
        q, k = rotate(q, cos, sin), rotate(k, cos, sin)
        if seen is not None:
            seen.append((q[:, 0], k[:, 0]))
        k, v = (t.repeat_interleave(self.heads // self.shared, 1) for t in (k, v))
        # Rows are padded on the right, so causality alone hides the padding.
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.o_proj(y.transpose(1, 2).reshape(batch, length, size))


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        size = TEXT["hidden_size"]
        self.input_layernorm, self.post_attention_layernorm = Norm(size), Norm(size)
        self.self_attn, self.mlp = Attention(), Mlp(size, TEXT["intermediate_size"], False)

    def forward(self, x, cos, sin, seen=None):
        x = x + self.self_attn(self.input_layernorm(x), cos, sin, seen)
        return x + self.mlp(self.post_attention_layernorm(x))


class Text(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed_tokens = nn.Embedding(TEXT["vocab_size"], TEXT["hidden_size"])
        self.layers = nn.ModuleList(Layer() for _ in range(TEXT["num_hidden_layers"]))
        self.norm = Norm(TEXT["hidden_size"])
        half = TEXT["hidden_size"] // TEXT["num_attention_heads"] // 2
        self.register_buffer("frequency", THETA ** (-torch.arange(half) / half), persistent=False)
        self.register_buffer("axis", torch.repeat_interleave(torch.arange(3), torch.tensor(SECTION)), persistent=False)


def positions(length, start):
    """mRoPE positions [batch, 3, length] of rows whose 4×4 picture tokens begin at `start` [batch]."""
    at = torch.arange(length, device=start.device).expand(start.shape[0], length)
    cell, first = at - start[:, None], start[:, None]
    inside, after = (cell >= 0) & (cell < TOKENS), cell >= TOKENS
    text = torch.where(after, at - TOKENS + 4, at)
    axes = [torch.zeros_like(cell), cell // 4, cell % 4]
    return torch.stack([torch.where(inside, first + axis, text) for axis in axes], 1)


class TinyVl(nn.Module):
    """Hidden states and tied-head logits of pictures with a prompt each."""

    def __init__(self):
        super().__init__()
        self.visual, self.model = Vision(), Text()
        for name, parameter in self.named_parameters():
            if name.endswith("bias"):
                nn.init.zeros_(parameter)
            elif parameter.dim() > 1:
                nn.init.normal_(parameter, std=0.02)

    def hidden(self, patches, ids, start, taps=None, seen=None):
        """patches [batch, 64, 588], ids [batch, length], start [batch] (first picture token) → [batch, length, hidden].

        Each layer's output is appended to the list `taps`, its first head's queries and keys to `seen`, when given.
        """
        text = self.model
        features = self.visual(patches)
        x = text.embed_tokens(ids).to(features.dtype)
        place = (start[:, None] + torch.arange(TOKENS, device=start.device))[..., None].expand_as(features)
        x = x.scatter(1, place, features)
        angle = positions(ids.shape[1], start)[:, text.axis].transpose(1, 2).float() * text.frequency
        angle = torch.cat((angle, angle), -1)[:, None]
        cos, sin = angle.cos(), angle.sin()
        for layer in text.layers:
            x = layer(x, cos, sin, seen)
            if taps is not None:
                taps.append(x)
        return text.norm(x)

    def logits(self, hidden):
        return F.linear(hidden, self.model.embed_tokens.weight.to(hidden.dtype))
