import { nestedBlock, nf4Block, type FourBitKind } from '../common/nf4.ts';
import { isJsonObject, type JsonObject } from '../common/json-file.ts';

/** One tower of a vision-language model, as far as it decides what a run takes. */
export interface Tower {
  readonly layers: number;
  readonly hidden: number;
  readonly intermediate: number;
  readonly heads: number;
  /** Width of keys, and of values. */
  readonly keys: number;
}

/** A model, as far as it decides what a run takes. */
export interface ModelShape {
  readonly parameters: number;
  readonly text: Tower;
  readonly vision: Tower | null;
  /** Patches that are merged into one picture token. */
  readonly patchesPerToken: number;
}

/** The sequences of a run and what is trained on them. */
export interface RunShape {
  readonly tokens: number;
  readonly pictureTokens: number;
  readonly batchSize: number;
  readonly trainable: number;
  readonly gradientCheckpointing: boolean;
  readonly ema: boolean;
}

/** MiB by what they are for. */
export interface MemoryParts {
  readonly weights: number;
  readonly adapter: number;
  readonly activations: number;
  readonly program: number;
}

const mebibyte = 2 ** 20;

/** Host and engine before a model is loaded: Node twice, ONNX Runtime, libvips (MiB). */
const programMb = 260;

/** Reads the sizes of a config.json; null when one of the text is missing. */
export function modelShape(config: JsonObject, parameters: number): ModelShape | null {
  const text = isJsonObject(config['text_config']) ? { ...config, ...config['text_config'] } : config;
  const textTower = towerOf(text, 'num_hidden_layers', 'num_attention_heads');
  if (!textTower) return null;
  const vision = config['vision_config'];
  const merge = isJsonObject(vision) ? (numberAt(vision, 'spatial_merge_size') ?? 2) : 2;
  return {
    parameters,
    text: textTower,
    vision: isJsonObject(vision) ? towerOf(visionSizes(vision), 'depth', 'num_heads') : null,
    patchesPerToken: merge ** 2,
  };
}

/** Qwen2-VL calls the tower's own width `embed_dim`, and the text's `hidden_size`. */
function visionSizes(vision: JsonObject): JsonObject {
  const width = numberAt(vision, 'embed_dim');
  if (!width) return vision;
  return { ...vision, hidden_size: width, intermediate_size: width * (numberAt(vision, 'mlp_ratio') ?? 0) };
}

function towerOf(config: JsonObject, layersKey: string, headsKey: string): Tower | null {
  const [layers, hidden, intermediate, heads] = [layersKey, 'hidden_size', 'intermediate_size', headsKey].map(
    (key) => numberAt(config, key),
  );
  if (!layers || !hidden || !intermediate || !heads) return null;
  const keyHeads = numberAt(config, 'num_key_value_heads') ?? heads;
  return { layers, hidden, intermediate, heads, keys: (hidden / heads) * keyHeads };
}

function numberAt(config: JsonObject, key: string): number | null {
  const value = config[key];
  return typeof value === 'number' ? value : null;
}

/** How a run holds its numbers. */
export interface NumberForm {
  /** Bytes of a number that is computed with: 4 on the CPU, 2 on a GPU. */
  readonly bytes: 2 | 4;
  /** How the layers' matrices lie, where they lie in 4 bits. */
  readonly fourBit: FourBitKind | null;
}

/** Bytes of a number in 4 bits, with its share of its block's magnitude, which double quantisation holds in 8 bits. */
const fourBitBytes: Readonly<Record<FourBitKind, number>> = {
  nf4: 1 / 2 + 4 / nf4Block,
  'nf4-double-quant': 1 / 2 + 1 / nf4Block + 4 / (nf4Block * nestedBlock),
};

function weightBytes({ parameters, text, vision }: ModelShape, { bytes, fourBit }: NumberForm): number {
  if (fourBit === null) return parameters * bytes;
  const packed = linearSize(text) + (vision ? linearSize(vision) : 0);
  return packed * fourBitBytes[fourBit] + (parameters - packed) * bytes;
}

/**
 * Memory of training, by simple arithmetic: frozen weights and what a backward pass keeps in the run's own form, the
 * adapter with gradient, two Adam moments (and average) in f32. Within a quarter of what docs/performance.md measured.
 */
export function trainingMemory(model: ModelShape, run: RunShape, form: NumberForm): MemoryParts {
  const rows = run.batchSize * run.tokens;
  const patches = run.batchSize * run.pictureTokens * model.patchesPerToken;
  const kept = (tower: Tower, sequence: number): number => {
    const layer = 8 * tower.hidden + 2 * tower.keys + 4 * tower.intermediate + 2 * tower.heads * sequence;
    // Recomputed layers keep their input only, but for the one at work.
    return run.gradientCheckpointing ? tower.layers * tower.hidden + layer : tower.layers * layer;
  };
  // Most vision layers attend within a window of 64 patches.
  const numbers = rows * kept(model.text, run.tokens) + (model.vision ? patches * kept(model.vision, 64) : 0);
  return {
    weights: weightBytes(model, form) / mebibyte,
    adapter: (run.trainable * 4 * (run.ema ? 5 : 4)) / mebibyte,
    activations: (numbers * form.bytes) / mebibyte,
    program: programMb,
  };
}

/** Sum of the parts (MiB). */
export function totalMemory({ weights, adapter, activations, program }: MemoryParts): number {
  return weights + adapter + activations + program;
}

/** Numbers in the matrices of the linear layers: the multiply-adds of one token. */
function linearSize({ layers, hidden, intermediate, keys }: Tower): number {
  return layers * (2 * hidden * hidden + 2 * hidden * keys + 3 * hidden * intermediate);
}

/** Floating-point operations of one sample, forwards only: two for each multiply-add of the linear layers. */
export function forwardFlops(
  model: ModelShape,
  { tokens, pictureTokens }: Pick<RunShape, 'tokens' | 'pictureTokens'>,
): number {
  const patches = pictureTokens * model.patchesPerToken;
  return 2 * (tokens * linearSize(model.text) + (model.vision ? patches * linearSize(model.vision) : 0));
}

/** Floating-point operations of training on one sample: forwards, back to the adapter's inputs, and once more where layers are recomputed. */
export function trainingFlops(model: ModelShape, run: RunShape): number {
  return forwardFlops(model, run) * (run.gradientCheckpointing ? 3 : 2);
}

/** Trainable numbers of a LoRA adapter of rank `r` on all linear layers of the text tower. */
export function adapterSize({ text }: ModelShape, r: number): number {
  const { layers, hidden, intermediate, keys } = text;
  return layers * r * (4 * hidden + 2 * (hidden + keys) + 3 * (hidden + intermediate));
}
