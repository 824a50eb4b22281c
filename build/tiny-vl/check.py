"""Compares the exported snapshot with transformers: keys, tokenizer and chat template, processor, logits."""
import json
import pathlib
import torch
from PIL import Image
from safetensors.torch import load_file
from transformers import AutoImageProcessor, AutoTokenizer, Qwen2_5_VLForConditionalGeneration
import batches
import prompts
from challenge import FOLDER, Split
from model import TinyVl
from pretrain import TOKENIZER

if __name__ == "__main__":
    folder = pathlib.Path(TOKENIZER).parent
    theirs, info = Qwen2_5_VLForConditionalGeneration.from_pretrained(folder, dtype=torch.float32, output_loading_info=True)
    print({k: sorted(v) for k, v in info.items() if v})
    assert not info["missing_keys"] and not info["unexpected_keys"]
    mine = TinyVl()
    mine.load_state_dict({k: v.float() for k, v in load_file(folder / "model.safetensors").items()})
    processor = AutoImageProcessor.from_pretrained(folder, backend="pil", min_pixels=112 * 112, max_pixels=112 * 112)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    split = Split("test", batches.Encoder(TOKENIZER), "cpu")
    worst = worst_patch = 0.0
    for i in range(0, 64):
        row = split.rows[i]
        user = prompts.user_text(row["question"], [row[c] for c in "abcd"], prompts.DEMO[1])
        chat = [{"role": "system", "content": prompts.DEMO[0]}, {"role": "user", "content": [{"type": "image"}, {"type": "text", "text": user}]}]
        text = tokenizer.apply_chat_template(chat, add_generation_prompt=True, tokenize=False)
        inputs = processor(images=[Image.open(FOLDER / row["path"])], return_tensors="pt")
        pads = "<|image_pad|>" * (inputs["image_grid_thw"].prod().item() // 4)
        inputs["input_ids"] = tokenizer(text.replace("<|image_pad|>", pads), return_tensors="pt")["input_ids"]
        inputs["mm_token_type_ids"] = (inputs["input_ids"] == theirs.config.image_token_id).int()
        ids = split.ids[i, : split.place[i] + 1]
        assert inputs["input_ids"][0].tolist() == ids.tolist(), row["id"]
        with torch.no_grad():
            expected = theirs(**inputs).logits[0]
            hidden = mine.hidden(split.patches[i : i + 1], split.ids[i : i + 1], split.start[i : i + 1])
            actual = mine.logits(hidden)[0, : len(ids)]
        worst = max(worst, ((actual - expected).abs().max() / expected.abs().max()).item())
    print(f"64 rows: same ids; largest logit difference {worst:.2e} of the largest logit")
    assert worst < 1e-4
    odd = "가나다 뷁 ｱ 🍎🏳️‍🌈 \t\r\n  é e\u0301 <|im_end|> ①"
    assert tokenizer.decode(tokenizer(odd)["input_ids"]) == odd.replace("e\u0301", "é"), "every byte must survive"
    print(json.dumps({"vocabulary": len(tokenizer), "a-d": tokenizer("abcd")["input_ids"]}))
