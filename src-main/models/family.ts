import type { Snapshot } from '../data/snapshot.ts';
import type { Value } from '../graph/value.ts';
import type { Feeds } from '../runtime/tensor.ts';
import type { Network } from './network.ts';

/** A Linear that an adapter may attach to, under its path in transformers' own module tree, as PEFT names it. */
export interface LinearModule {
  readonly path: string;
  /** Name of its weight on disk. */
  readonly weight: string;
  readonly inFeatures: number;
  readonly outFeatures: number;
  /** Rows that pass through it: tokens of the text, or patches of the pictures. */
  readonly rows: 'text' | 'vision';
  /** Name of the value that it reads; Linears of one name read the same. */
  readonly reads: string;
  /** Which side of it may be padded, as where it is built (`LinearSize`). */
  readonly pad: PaddedSide;
}

/** Where zeros may follow: behind what a Linear reads, or behind its result. */
export type PaddedSide = 'input' | 'result' | null;

/** How many patches a picture has down and across. */
export interface Grid {
  readonly gridHeight: number;
  readonly gridWidth: number;
}

/** A picture as the model reads it; how its patches are ordered is the family's own affair. */
export interface PreparedPicture extends Grid {
  /** Bytes [patches, 3·patchSize²], or normalised floats [patches, 3·frames·patchSize²]. */
  readonly pixels: Uint8Array | Float32Array;
}

/** What a frozen vision tower makes of a picture, so that it need not be computed again. */
export interface PictureFeatures extends Grid {
  /** [tokens, hidden] in the order of the picture's placeholder tokens: f32, or the bits of bf16. */
  readonly features: Float32Array | Uint16Array;
}

/** A picture decoded and resized but not yet normalised: a twelfth of the memory, so that it can be kept. */
export interface SizedPicture {
  readonly rgb: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** One sequence of token ids with its pictures, whose placeholder tokens are already expanded. */
export interface Sequence {
  readonly ids: readonly number[];
  readonly pictures: readonly (PreparedPicture | PictureFeatures)[];
}

export interface Padding {
  readonly side: 'left' | 'right';
  /** Sizes to pad to where a batch alone would be smaller, so that batches of one run have one shape. */
  readonly sizes?: Sizes;
  readonly form?: FeedForm;
}

/** How a provider likes its feeds; the default suits the CPU. */
export interface FeedForm {
  /** As what the graph takes pictures: bytes, an eighth of the size, where it can normalise them itself; features where its tower is left out. */
  readonly pictures: 'floats' | 'bytes' | 'features';
  /** Sequences are padded to a multiple of this; tensor cores want 8. */
  readonly multiple: number;
}

/** What decides the shapes of a batch's feeds, under the family's own names. */
export type Sizes = Readonly<Record<string, number>>;

/** A vision-language model over one snapshot: how to build its graph and how to feed it. */
export interface Model {
  readonly family: string;
  readonly vocabularySize: number;
  readonly imageTokenId: number;
  readonly linears: readonly LinearModule[];
  /** The present path of a module that an adapter file may name the older way. */
  modulePath(path: string): string;
  /** Scales a picture to about `size`² pixels, as the family's own processor does. */
  sizePicture(picture: SizedPicture, size: number): SizedPicture;
  preparePicture(picture: SizedPicture): PreparedPicture;
  /** Number of placeholder tokens that a picture takes in the text. */
  pictureTokens(picture: Grid): number;
  /** Adds the vision tower, or the input in its place: features [imageTokens, hidden], one a placeholder token. */
  pictureFeatures(network: Network): Value;
  /** Tensors for the inputs that `pictureFeatures` declared, where nothing else is in the graph. */
  feedPictures(pictures: readonly PreparedPicture[], form: FeedForm): Feeds;
  /** Adds everything up to the last norm; `rows` [n] names those of [batch*seq] that are returned, [n, hidden]. */
  hiddenStates(network: Network, rows: Value): Value;
  /** Logits [rows, vocabulary], f32, of hidden states [rows, hidden]. */
  head(network: Network, rows: Value): Value;
  /** Logits [rows, ids] of the named tokens alone. */
  headOf(network: Network, rows: Value, tokenIds: readonly number[]): Value;
  /** Rows [ids, hidden] of the head's weight, f32, for token ids known at run time only. */
  headRows(network: Network, tokenIds: Value): Value;
  /** The least sizes that hold each of the batches. */
  commonSizes(batches: readonly (readonly Sequence[])[]): Sizes;
  /** Tensors for the inputs that `hiddenStates` declared, and where each sequence starts in the padded rows. */
  feed(batch: readonly Sequence[], padding: Padding): ModelFeeds;
}

export type RowIds = Readonly<Record<string, Uint32Array>>;

export interface ModelFeeds {
  readonly feeds: Feeds;
  /** Row of a sequence's first token in [batch*seq]. */
  readonly starts: readonly number[];
  /** A number for each row that stays its own however the batch is padded, by the graph's name for so many rows; 0 for padding. */
  readonly rowIds: RowIds;
}

/** A kind of model: one folder beside this file. */
export interface Family {
  readonly name: string;
  /** Values of `model_type` in config.json that it serves. */
  readonly modelTypes: readonly string[];
  open(snapshot: Snapshot): Promise<Model>;
}
