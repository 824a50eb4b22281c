"""Writes the snapshot's JSON files beside the weights: config, generation config, processor."""
import pathlib
import model
from batches import Encoder
from pretrain import TOKENIZER
from tokenizer import write_json

if __name__ == "__main__":
    folder = pathlib.Path(TOKENIZER).parent
    encoder = Encoder(TOKENIZER)
    write_json(folder / "config.json", model.config(encoder.tokenizer))
    write_json(folder / "generation_config.json", {"bos_token_id": encoder.pad, "pad_token_id": encoder.pad, "eos_token_id": [encoder.end, encoder.pad],
                                                   "do_sample": False, "repetition_penalty": 1.0})
    write_json(folder / "preprocessor_config.json", {
        "min_pixels": 28 * 28, "max_pixels": 112 * 112, "patch_size": model.PATCH, "temporal_patch_size": 2, "merge_size": model.MERGE,
        "image_mean": list(model.MEAN), "image_std": list(model.STD), "image_processor_type": "Qwen2VLImageProcessor", "processor_class": "Qwen2_5_VLProcessor"})
