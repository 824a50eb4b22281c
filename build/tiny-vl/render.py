"""Draws scenes on the accelerator: sprites on patterned, noisy backgrounds, colours shifted so that features carry over."""
import math
import pathlib
import numpy as np
import torch
import torch.nn.functional as F
from scenes import FONTS, GLYPHS, SETS, SIDE, THINGS

SPRITE = 96


def load_sprites(folder, device):
    """Premultiplied [level, sprite, 4, 96, 96] in f32 (f16 gave NaN); level 1 is blurred for small drawings, so that shrinking does not alias."""
    folder = pathlib.Path(folder)
    things = np.fromfile(folder / "sprites.rgba", np.uint8).reshape(SETS * len(THINGS), SPRITE, SPRITE, 4)
    glyphs = np.load(folder / "glyphs.npy").reshape(FONTS * len(GLYPHS), SPRITE, SPRITE)
    white = np.concatenate([np.full((*glyphs.shape, 3), 255, np.uint8), glyphs[..., None]], -1)
    bank = torch.from_numpy(np.concatenate([things, white])).to(device).permute(0, 3, 1, 2).float() / 255
    bank[:, :3] *= bank[:, 3:]
    small = F.interpolate(F.interpolate(bank, scale_factor=0.375, mode="area"), size=SPRITE, mode="bilinear", align_corners=False)
    return torch.stack([bank, small])


def _background(pack, batch, device):
    one, two, pattern, frequency, angle = (pack[k] for k in ("one", "two", "pattern", "frequency", "angle"))
    y, x = torch.meshgrid(torch.arange(SIDE, device=device), torch.arange(SIDE, device=device), indexing="ij")
    turn = lambda a: a.cos()[:, None, None] * x + a.sin()[:, None, None] * y
    f = frequency[:, None, None]
    u, v = turn(angle), turn(angle + math.pi / 2)
    ramp = 0.5 + (u - (x.new_tensor(SIDE) / 2) * (angle.cos() + angle.sin())[:, None, None]) / SIDE
    cloud = F.interpolate(torch.rand(batch, 1, 7, 7, device=device), size=SIDE, mode="bilinear", align_corners=False)[:, 0]
    masks = torch.stack([torch.zeros_like(u), ramp.clamp(0, 1), (torch.sin(u * f) > 0).float(), (torch.sin(u * f) * torch.sin(v * f) > 0.4).float(), cloud], 1)
    mask = masks[torch.arange(batch, device=device), pattern][:, None]
    return one[:, :, None, None] * (1 - mask) + two[:, :, None, None] * mask


def _colour_matrices(rows, device):
    """A random hue turn, saturation and contrast for each drawing: [rows, 3, 3]; a third of them stay as they are."""
    angle = torch.randn(rows, device=device) * 0.45
    saturation, gain = 1 + 0.25 * torch.randn(rows, device=device), 1 + 0.12 * torch.randn(rows, device=device)
    keep = torch.rand(rows, device=device) < 0.34
    grey = torch.full((3, 3), 1 / 3, device=device)
    cross = torch.tensor([[0.0, -1, 1], [1, 0, -1], [-1, 1, 0]], device=device) / math.sqrt(3)
    eye = torch.eye(3, device=device)
    c, s = angle.cos()[:, None, None], angle.sin()[:, None, None]
    matrix = (grey + saturation.clamp(0.3, 1.6)[:, None, None] * (c * (eye - grey) + s * cross)) * gain[:, None, None]
    return torch.where(keep[:, None, None], eye, matrix)


def _stamp(bank, canvas, slot):
    """Blends one drawing into each canvas named by slot['row']."""
    rows, size = slot["row"], slot["size"]
    level = (size < 44).long()
    scale = SIDE / size
    c, s = slot["angle"].cos() * scale, slot["angle"].sin() * scale
    mirror = 1 - 2 * slot["flip"]
    dx, dy = 1 - 2 * slot["cx"] / SIDE, 1 - 2 * slot["cy"] / SIDE
    theta = torch.stack([torch.stack([c * mirror, s * mirror, (c * dx + s * dy) * mirror], -1), torch.stack([-s, c, c * dy - s * dx], -1)], 1)
    grid = F.affine_grid(theta, (len(rows), 4, SIDE, SIDE), align_corners=False)
    drawn = F.grid_sample(bank[level, slot["sprite"]], grid, align_corners=False)
    rgb = torch.einsum("nij,njhw->nihw", _colour_matrices(len(rows), rows.device), drawn[:, :3]).clamp(0, 1)
    rgb = torch.minimum(rgb, drawn[:, 3:]) * slot["tint"][:, :, None, None]
    canvas[rows] = canvas[rows] * (1 - drawn[:, 3:]) + rgb


def render(bank, pack, slots):
    """Pictures [batch, 3, 112, 112] in 0…1."""
    device, batch = bank.device, pack["one"].shape[0]
    canvas = _background(pack, batch, device)
    for slot in slots:
        _stamp(bank, canvas, slot)
    soft = F.avg_pool2d(canvas, 3, 1, 1, count_include_pad=False)
    blur = torch.rand(batch, 1, 1, 1, device=device).clamp(0.3, 1) - 0.3
    gain = 1 + 0.08 * torch.randn(batch, 1, 1, 1, device=device)
    noise = torch.randn_like(canvas) * (0.05 * torch.rand(batch, 1, 1, 1, device=device) ** 2)
    return ((canvas + (soft - canvas) * blur) * gain + noise).clamp(0, 1)
