# ---- Loss -----------------------------------------------------------------------------------------------------------


def supervised_logits(base, batch):
    """Logits of the supervised targets, the targets, and which of them are an answer's letter."""
    # The logit at position t predicts token t + 1.
    hidden = hidden_states(base, batch["inputs"])[:, :-1]
    targets = batch["labels"][:, 1:]
    supervised = targets != IGNORED
    positions = torch.arange(targets.shape[1], device=targets.device)
    is_letter = positions[None] == batch["letter_rows"][:, None]
    return head(base, hidden[supervised]), targets[supervised], is_letter[supervised]


def negative_log_likelihood(logits, targets):
    return -log_softmax(logits, -1).gather(1, targets[:, None])[:, 0]


def training_loss(logits, targets, is_letter):
    """Sum over the targets, with the smoothed part (Szegedy et al. 2016) of each, or of the letters alone."""
    losses = negative_log_likelihood(logits, targets)
    if LABEL_SMOOTHING > 0:
        log_p = log_softmax(logits, -1)
        over_letters = SMOOTHING_OVER == "letters"
        spread = -(log_p[:, letter_ids] if over_letters else log_p).mean(-1)
        smoothed = (1 - LABEL_SMOOTHING) * losses + LABEL_SMOOTHING * spread
        losses = torch.where(is_letter, smoothed, losses) if over_letters else smoothed
    return losses.sum()


def count_targets(batch):
    return int((batch["labels"][:, 1:] != IGNORED).sum())


@torch.no_grad()
def evaluate(base, validation):
    """Mean loss of the supervised tokens (unsmoothed) and accuracy of the likeliest letter, choices in file order."""
    base.eval()
    members = chunks([(question, [0, 1, 2, 3]) for question in validation], ANSWERING_BATCH_SIZE)
    sums = torch.zeros(3, dtype=torch.float64, device=accelerator.device)
    for batch in load(members[accelerator.process_index :: accelerator.num_processes], answered=True):
        logits, targets, is_letter = supervised_logits(base, batch)
        right = logits[is_letter][:, letter_ids].argmax(-1) == batch["answers"]
        nll = negative_log_likelihood(logits, targets)
        sums += torch.stack([nll.sum().double(), torch.tensor(len(nll), device=nll.device), right.sum()])
    loss, targets, right = accelerator.reduce(sums, "sum").tolist()
    return {"loss": loss / targets, "accuracy": right / len(validation)}
