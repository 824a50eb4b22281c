# ---- Random numbers -------------------------------------------------------------------------------------------------
# They depend on the seed and on what they are for alone, so that every process and every machine draws the same ones.

EPOCH_ORDER, INITIAL_WEIGHTS, SUBSET, SPLIT_DRAW, CHOICE_ORDER = 1, 2, 5, 6, 7


def philox(seed, purpose, index, subindex, first, blocks):
    """Philox 4x32-10 (Salmon et al. 2011): 4·blocks words of 32 bits, from block `first` of a stream."""
    mask = 0xFFFFFFFF
    c0 = np.arange(first, first + blocks, dtype=np.uint64)
    c1, c2, c3 = (np.full_like(c0, value) for value in (purpose, index, subindex))
    k0, k1 = seed, 0
    for _ in range(10):
        p0, p1 = c0 * 0xD2511F53, c2 * 0xCD9E8D57
        c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & mask, (p0 >> 32) ^ c3 ^ k1, p0 & mask
        k0, k1 = (k0 + 0x9E3779B9) & mask, (k1 + 0xBB67AE85) & mask
    return np.stack([c0, c1, c2, c3], axis=1).reshape(-1)


def shuffled(n, purpose, index=0, subindex=0):
    """0 … n-1 in the order that a stream draws (Fisher-Yates)."""
    blocks = (philox(SEED, purpose, index, subindex, first, 64) for first in itertools.count(0, 64))
    words = (word for block in blocks for word in block.tolist())

    def below(limit):
        # The last, incomplete round of values would make the small ones likelier.
        return next(word for word in words if word < 2**32 - 2**32 % limit) % limit

    order = list(range(n))
    for last in range(n - 1, 0, -1):
        other = below(last + 1)
        order[last], order[other] = order[other], order[last]
    return order


def uniform(shape, limit, index):
    """An initial LoRA factor: numbers in ±limit, as float32."""
    count = math.prod(shape)
    words = philox(SEED, INITIAL_WEIGHTS, index, 0, 0, -(-count // 4))[:count]
    return torch.from_numpy(((2 * (words / 2**32) - 1) * limit).astype(np.float32).reshape(shape))
