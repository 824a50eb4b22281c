# ---- When to stop ---------------------------------------------------------------------------------------------------


class ChanceGuard:
    """Stops a training that only guesses: the last 64 samples' letters have a loss near ln 4 and are right by chance."""

    def __init__(self, from_step):
        self.from_step, self.recent = from_step, []

    def take(self, step, loss, grad_norm, samples):
        """`samples` holds each one's loss over the four letters, and whether its likeliest letter is right."""
        self.recent = (self.recent + samples)[-64:]
        if not STOP_AT_CHANCE:
            return
        # With f16, gradients that overflow are part of finding the scale: that step is skipped.
        if not math.isfinite(loss) or (not math.isfinite(grad_norm) and precision != "f16"):
            raise SystemExit(f"Step {step}: loss {loss}, gradient {grad_norm}. Lower LEARNING_RATE.")
        if step < self.from_step or len(self.recent) < 64:
            return
        mean = sum(loss for loss, _ in self.recent) / 64
        low, high = wilson_interval(sum(right for _, right in self.recent), 64)
        if mean >= 0.95 * math.log(4) and low <= 0.25 <= high:
            raise SystemExit(f"Step {step}: the last 64 samples were answered by chance (loss {mean:.3f}).")


def wilson_interval(right, count):
    """The 95 % score interval of a share."""
    z, share = 1.959963984540054, right / count
    centre = (share + z**2 / (2 * count)) / (1 + z**2 / count)
    half = z / (1 + z**2 / count) * math.sqrt(share * (1 - share) / count + (z / (2 * count)) ** 2)
    return centre - half, centre + half


class Keeper:
    """Remembers the weights that are to be kept, and how long the validation loss has not improved."""

    def __init__(self):
        self.best, self.weights, self.lowest, self.waited = None, None, math.inf, 0

    def take(self, evaluation, weights):
        loss, accuracy = evaluation["loss"], evaluation["accuracy"]
        # Between equal accuracies the lower loss wins.
        rank = (accuracy, -loss) if KEEP == "best-accuracy" else (-loss,)
        if KEEP != "last" and (self.best is None or rank > self.best):
            self.best, self.weights = rank, [tensor.detach().clone() for tensor in weights]
        margin = EARLY_STOPPING["min_improvement"] if EARLY_STOPPING else 0
        improved = loss < self.lowest - margin
        self.lowest, self.waited = (loss, 0) if improved else (self.lowest, self.waited + 1)

    def out_of_patience(self):
        return EARLY_STOPPING is not None and self.waited >= EARLY_STOPPING["patience"]


class Budget:
    """Minutes of training; what answering validation and test will take is set aside, judged by the last evaluation."""

    def __init__(self, train, validation, test):
        self.began, self.reserve = time.monotonic(), 0.0
        self.validated, self.rows = len(validation), (len(validation) + len(test)) * ANSWERING_ORDERS + len(validation)

    def measured(self, seconds):
        self.reserve = 1.1 * seconds / self.validated * self.rows

    def spent(self):
        if TIME_BUDGET_MINUTES is None:
            return False
        spent = time.monotonic() - self.began + self.reserve >= TIME_BUDGET_MINUTES * 60
        # One process's clock decides for all.
        flag = torch.tensor(int(spent and accelerator.is_main_process), device=accelerator.device)
        return bool(accelerator.reduce(flag, "sum"))
