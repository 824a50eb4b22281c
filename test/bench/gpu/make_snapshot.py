"""A random-weight Qwen2.5-VL snapshot of the true size, in bf16 shards: python3 make_snapshot.py 7b /dev/shm/7b

Weights are transformers' own initialisation with a fixed seed. Needs torch with CUDA and transformers 5.
"""
import json, os, sys, torch
from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration

SIZES = {
    "3b": dict(hidden_size=2048, intermediate_size=11008, num_hidden_layers=36, num_attention_heads=16, num_key_value_heads=2, vocab_size=151936, tie=True),
    "7b": dict(hidden_size=3584, intermediate_size=18944, num_hidden_layers=28, num_attention_heads=28, num_key_value_heads=4, vocab_size=152064, tie=False),
}


def config(size):
    text = dict(SIZES[size])
    tie = text.pop("tie")
    return Qwen2_5_VLConfig(
        text_config=dict(**text, max_position_embeddings=128000, rope_theta=1e6, rms_norm_eps=1e-6, tie_word_embeddings=tie,
                         rope_scaling={"type": "mrope", "rope_type": "default", "mrope_section": [16, 24, 24]}),
        vision_config=dict(depth=32, hidden_size=1280, num_heads=16, intermediate_size=3420, patch_size=14, window_size=112,
                           fullatt_block_indexes=[7, 15, 23, 31], out_hidden_size=text["hidden_size"], spatial_merge_size=2,
                           temporal_patch_size=2, tokens_per_second=2),
        image_token_id=151655, video_token_id=151656, vision_start_token_id=151652, vision_end_token_id=151653, tie_word_embeddings=tie)


def main(size, out, layers=None, depth=None):
    cfg = config(size)
    if layers:
        cfg.text_config.num_hidden_layers = int(layers)
        cfg.text_config.layer_types = cfg.text_config.layer_types[: int(layers)]
    if depth:
        cfg.vision_config.depth = int(depth)
    torch.manual_seed(0)
    torch.set_default_dtype(torch.bfloat16)
    with torch.device("cuda"):
        model = Qwen2_5_VLForConditionalGeneration(cfg)
    model.save_pretrained(out, max_shard_size="4GB")
    json.dump({
        "patch_size": 14, "temporal_patch_size": 2, "merge_size": 2, "min_pixels": 3136, "max_pixels": 12845056,
        "image_mean": [0.48145466, 0.4578275, 0.40821073], "image_std": [0.26862954, 0.26130258, 0.27577711],
        "image_processor_type": "Qwen2VLImageProcessor",
    }, open(os.path.join(out, "preprocessor_config.json"), "w"))


main(*sys.argv[1:5])
