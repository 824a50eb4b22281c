# ---- Training -------------------------------------------------------------------------------------------------------


def step_members(train, step, steps_per_epoch):
    """Micro-batches of one optimizer step; the questions' order, and that of their choices, is drawn anew each epoch."""
    epoch = step // steps_per_epoch
    size = BATCH_SIZE * ACCUMULATION
    at = step % steps_per_epoch * size
    samples = shuffled(len(train), EPOCH_ORDER, epoch)[at : at + size]
    members = [
        (train[sample], shuffled(4, CHOICE_ORDER, epoch, sample) if SHUFFLE_CHOICES else [0, 1, 2, 3])
        for sample in samples
    ]
    return chunks(members, BATCH_SIZE)


def take_step(base, parameters, optimizer, own):
    """One optimizer step over this process's micro-batches; every target of the step weighs the same on all of them."""
    count = torch.tensor(sum(count_targets(batch) for batch in own), device=accelerator.device)
    targets_of_step = int(accelerator.reduce(count, "sum"))
    total = torch.zeros((), device=accelerator.device)
    samples = []
    base.train()
    optimizer.zero_grad(set_to_none=False)
    for batch in own:
        logits, targets, is_letter = supervised_logits(base, batch)
        loss = training_loss(logits, targets, is_letter) / targets_of_step
        accelerator.backward(loss)
        total += loss.detach()
        letters = log_softmax(logits.detach()[is_letter][:, letter_ids], -1)
        for row, answer in zip(letters.tolist(), batch["answers"].tolist()):
            samples.append((-row[answer], row.index(max(row)) == answer))
    for parameter in parameters:
        parameter.grad = accelerator.reduce(parameter.grad, "sum")
    limit = math.inf if MAX_GRAD_NORM is None else MAX_GRAD_NORM
    norm = float(accelerator.clip_grad_norm_(parameters, limit))
    loss = float(accelerator.reduce(total, "sum"))
    if math.isfinite(loss) and (math.isfinite(norm) or precision == "f16"):
        optimizer.step()
    return loss, norm, gather_object(samples)


def train_adapter(base, parameters, train, validation, test):
    """Leaves the adapter with the weights that are to be kept."""
    steps_per_epoch = max(1, math.ceil(math.ceil(len(train) / BATCH_SIZE) / ACCUMULATION))
    total_steps = math.ceil(steps_per_epoch * EPOCHS)
    warmup_steps = math.ceil(WARMUP_RATIO * total_steps)
    optimizer = torch.optim.AdamW(
        parameters, lr=LEARNING_RATE, betas=(BETA1, BETA2), eps=EPSILON, weight_decay=WEIGHT_DECAY
    )
    kind = "constant_with_warmup" if SCHEDULE == "constant" else SCHEDULE
    # Not prepared by accelerate, which would step it once for each process: it steps once an optimizer step.
    scheduler = get_scheduler(kind, optimizer, num_warmup_steps=warmup_steps, num_training_steps=total_steps)
    optimizer = accelerator.prepare(optimizer)
    for parameter in parameters:
        parameter.grad = torch.zeros_like(parameter)
    average = [parameter.detach().clone() for parameter in parameters] if EMA is not None else None
    guard = ChanceGuard(max(warmup_steps, math.ceil(steps_per_epoch / 2)))
    keeper, budget = Keeper(), Budget(train, validation, test)
    own = [
        step_members(train, step, steps_per_epoch)[accelerator.process_index :: accelerator.num_processes]
        for step in range(total_steps)
    ]
    batches = load([batch for step in own for batch in step], answered=True)
    for step in range(1, total_steps + 1):
        rate = scheduler.get_last_lr()[0]
        loss, norm, samples = take_step(base, parameters, optimizer, list(itertools.islice(batches, len(own[step - 1]))))
        scheduler.step()
        if average is not None:
            for mean, parameter in zip(average, parameters):
                mean.mul_(EMA).add_(parameter.detach(), alpha=1 - EMA)
        record = {"kind": "train", "step": step, "epoch": step / steps_per_epoch}
        log({**record, "loss": loss, "learningRate": rate, "gradNorm": norm})
        guard.take(step, loss, norm, samples)
        ends = budget.spent()
        if validation and (step % steps_per_epoch == 0 or step == total_steps or ends):
            began = time.monotonic()
            # What is kept is what is evaluated: the moving average where there is one.
            with weights_of(parameters, average):
                evaluation = evaluate(base, validation)
            budget.measured(time.monotonic() - began)
            log({**record, "kind": "validation", **evaluation})
            keeper.take(evaluation, average or parameters)
        if ends or keeper.out_of_patience():
            break
    kept = keeper.weights or average
    if kept is not None:
        copy_into(parameters, kept)


def copy_into(parameters, values):
    for parameter, value in zip(parameters, values):
        parameter.data.copy_(value)


class weights_of:
    """For as long as it is open, the adapter has these weights (None: its own)."""

    def __init__(self, parameters, values):
        self.parameters, self.values = parameters, values

    def __enter__(self):
        if self.values is not None:
            self.own = [parameter.detach().clone() for parameter in self.parameters]
            copy_into(self.parameters, self.values)

    def __exit__(self, *_):
        if self.values is not None:
            copy_into(self.parameters, self.own)


def log(record):
    if accelerator.is_main_process:
        line = json.dumps(record)
        print(line, flush=True)
        with open(OUT / "metrics.jsonl", "a", encoding="utf-8") as file:
            file.write(f"{line}\n")
