# ---- Model and adapter ----------------------------------------------------------------------------------------------


def choose_precision():
    if PRECISION == "auto":
        return "bf16" if torch.cuda.is_available() and torch.cuda.is_bf16_supported() else "f32"
    return PRECISION


precision = choose_precision()
four_bit = precision in ("nf4", "nf4-double-quant")
dtype = {"f32": torch.float32, "f16": torch.float16}.get(precision, torch.bfloat16)
# bf16 needs no gradient scaler; for f16 accelerate brings one, and takes its scale out before clipping.
accelerator = Accelerator(mixed_precision={"f32": "no", "f16": "fp16"}.get(precision, "bf16"))


def load_base():
    options = {"dtype": dtype}
    if four_bit:
        from transformers import BitsAndBytesConfig

        options["quantization_config"] = BitsAndBytesConfig(
            load_in_4bit=True,
            bnb_4bit_quant_type="nf4",
            bnb_4bit_use_double_quant=precision == "nf4-double-quant",
            bnb_4bit_compute_dtype=torch.bfloat16,
        )
        options["device_map"] = {"": accelerator.device}
    base = AutoModelForImageTextToText.from_pretrained(MODEL, **options)
    return base if four_bit else base.to(accelerator.device)


def matches(path, pattern):
    """As in PEFT: a list matches whole segments at the end of a path, a string is a regular expression over all of it."""
    if isinstance(pattern, str):
        return re.fullmatch(pattern, path) is not None
    return any(path == entry or path.endswith(f".{entry}") for entry in pattern)


def adapted_modules(base):
    """Paths of the Linears that get an adapter. PEFT's suffixes hit the vision tower too, unless it is left out here."""
    paths = [path for path, module in base.named_modules() if isinstance(module, torch.nn.Linear)]
    return [
        path
        for path in paths
        if path != "lm_head"
        and matches(path, LORA_TARGET_MODULES)
        and (LORA_VISION or not path.startswith("model.visual."))
        and not (LORA_EXCLUDE_MODULES and matches(path, LORA_EXCLUDE_MODULES))
    ]


def add_adapter(base):
    """The model with its LoRA, and the adapter's tensors by module: A uniform in ±1/√in, B zero, both float32."""
    modules = adapted_modules(base)
    config = LoraConfig(
        r=LORA_R,
        lora_alpha=LORA_ALPHA,
        lora_dropout=LORA_DROPOUT,
        target_modules=modules,
        bias="none",
        task_type="CAUSAL_LM",
    )
    if four_bit:
        from peft import prepare_model_for_kbit_training

        base = prepare_model_for_kbit_training(base, use_gradient_checkpointing=False)
    model = get_peft_model(base, config)
    parameters = []
    for i, path in enumerate(modules):
        module = base.get_submodule(path)
        a, b = module.lora_A["default"].weight, module.lora_B["default"].weight
        # A and B are counted together; B has an even start at zero.
        a.data.copy_(uniform(a.shape, 1 / math.sqrt(a.shape[1]), 2 * i))
        b.data.zero_()
        parameters += [a, b]
    if GRADIENT_CHECKPOINTING:
        # The reentrant kind would give the vision tower's adapters no gradient.
        base.gradient_checkpointing_enable({"use_reentrant": False})
    return model, parameters


def hidden_states(base, inputs):
    with accelerator.autocast():
        return base.model(**inputs, use_cache=False).last_hidden_state


def head(base, hidden):
    """Logits in float32; only of the rows that are asked for, since the vocabulary is wide."""
    with accelerator.autocast():
        return base.lm_head(hidden).float()
