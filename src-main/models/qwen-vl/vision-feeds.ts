import { QuartetError } from '../../common/errors.ts';
import type { Feeds } from '../../runtime/tensor.ts';
import type { Grid, PreparedPicture, RowIds } from '../family.ts';
import type { VisionConfig } from './config.ts';
import { counting, never, type BatchSizes } from './batch-sizes.ts';
import { patchAngles } from './positions.ts';
import { normalisePatches } from './processor.ts';
import type { ProcessorConfig } from './processor-config.ts';
import type { Tower } from './tower.ts';
import { cellRows, patchRows } from './vision.ts';

/** Where the patches of one grid lie among [windows, units] slots of merged cells, and what their rows need. */
interface Layout {
  /** Slot of each merged cell. */
  readonly slots: readonly number[];
  /** [windows·units·merge², headSize/2] */
  readonly cos: Float32Array;
  readonly sin: Float32Array;
  readonly mask: Float32Array;
}

/** Feeds of the vision tower; a grid's layout is made once for each size it is padded to. */
export function createVisionFeeder(config: VisionConfig, tower: Tower, processor: ProcessorConfig) {
  const { mergeSize: merge, hiddenSize, heads } = config;
  const cell = merge * merge;
  const half = hiddenSize / heads / 2;
  const windows = remembered((grid: Grid) => tower.windows(grid), gridKey);
  const layouts = remembered(
    (of: LayoutOf) => layoutOf(config, windows(of.grid), of),
    ({ grid, windows: count, units }) => `${gridKey(grid)} ${count} ${units}`,
  );
  return {
    sizes(pictures: readonly Grid[]): Omit<BatchSizes, 'seq'> {
      const each = pictures.map(windows);
      return {
        images: pictures.length,
        windows: Math.max(...each.map((layout) => layout.length)),
        units: Math.max(...each.flat().map((cells) => cells.length)),
        imageTokens: each.flat(2).length,
      };
    },
    feed(
      pictures: readonly PreparedPicture[],
      sizes: BatchSizes,
      form: 'floats' | 'bytes',
    ): { feeds: Feeds; rowIds: RowIds } {
      const { images, units, imageTokens } = sizes;
      const slots = sizes.windows * units;
      const rows = images * slots * cell;
      const patches = createPatches(form, rows, processor);
      const cos = new Float32Array(rows * half).fill(1);
      const sin = new Float32Array(rows * half);
      const mask = new Float32Array(rows).fill(never);
      const patchIds = new Uint32Array(rows);
      const cellIds = new Uint32Array(rows / cell);
      const cells: bigint[] = [];
      pictures.forEach((picture, p) => {
        const layout = layouts({ grid: picture, windows: sizes.windows, units });
        cos.set(layout.cos, p * slots * cell * half);
        sin.set(layout.sin, p * slots * cell * half);
        mask.set(layout.mask, p * slots * cell);
        patches.place(picture, (member) => (p * slots + layout.slots[member]!) * cell, cell);
        layout.slots.forEach((slot, member) => {
          const place = p * slots + slot;
          cells.push(BigInt(place));
          cellIds[place] = p * 2 ** 20 + member;
          for (let i = 0; i < cell; i++) patchIds[place * cell + i] = p * 2 ** 20 + member * cell + i;
        });
      });
      while (cells.length < imageTokens) cells.push(0n);
      const feeds: Feeds = {
        ...patches.feeds,
        imageCells: { data: BigInt64Array.from(cells), shape: [cells.length] },
        visionCos: { data: cos, shape: [rows, half] },
        visionSin: { data: sin, shape: [rows, half] },
        visionRows: { ...counting(rows), shape: [images, rows / images] },
        visionMask: { data: mask, shape: [images, sizes.windows, units, cell] },
      };
      return { feeds, rowIds: { [patchRows(merge)]: patchIds, [cellRows]: cellIds } };
    },
  };
}

/** Patches [rows, width] under the name that the graph knows their form by, filled cell by cell. */
function createPatches(form: 'floats' | 'bytes', rows: number, processor: ProcessorConfig) {
  const { patchSize, temporalPatchSize: frames } = processor;
  const width = 3 * patchSize ** 2 * (form === 'floats' ? frames : 1);
  const data = form === 'floats' ? new Float32Array(rows * width) : new Uint8Array(rows * width);
  const feeds: Feeds = { [form === 'floats' ? 'pixels' : 'pixelBytes']: { data, shape: [rows, width] } };
  const inForm = ({ pixels }: PreparedPicture): Float32Array | Uint8Array => {
    if (form === 'floats')
      return pixels instanceof Float32Array ? pixels : normalisePatches(pixels, processor);
    if (pixels instanceof Uint8Array) return pixels;
    throw new QuartetError('INTERNAL', 'pictures that are already normalised cannot be fed as bytes');
  };
  return {
    feeds,
    place(picture: PreparedPicture, rowOf: (member: number) => number, cell: number): void {
      const pixels = inForm(picture);
      for (let member = 0; member < pixels.length / (cell * width); member++)
        data.set(pixels.subarray(member * cell * width, (member + 1) * cell * width), rowOf(member) * width);
    },
  };
}

interface LayoutOf {
  readonly grid: Grid;
  readonly windows: number;
  readonly units: number;
}

function layoutOf(vision: VisionConfig, members: readonly (readonly number[])[], of: LayoutOf): Layout {
  const { mergeSize: merge, hiddenSize, heads } = vision;
  const cell = merge * merge;
  const headSize = hiddenSize / heads;
  const half = headSize / 2;
  const rows = of.windows * of.units * cell;
  const slots: number[] = [];
  const cos = new Float32Array(rows * half).fill(1);
  const sin = new Float32Array(rows * half);
  const mask = new Float32Array(rows).fill(never);
  const across = of.grid.gridWidth / merge;
  members.forEach((window, w) =>
    window.forEach((member, u) => {
      const slot = w * of.units + u;
      slots[member] = slot;
      mask.fill(0, slot * cell, (slot + 1) * cell);
      // The patches of a merged cell lie row by row inside it.
      for (let inner = 0; inner < cell; inner++) {
        const row = Math.floor(member / across) * merge + Math.floor(inner / merge);
        const column = (member % across) * merge + (inner % merge);
        const angles = patchAngles(row, column, headSize);
        cos.set(angles.map(Math.cos), (slot * cell + inner) * half);
        sin.set(angles.map(Math.sin), (slot * cell + inner) * half);
      }
    }),
  );
  return { slots, cos, sin, mask };
}

function gridKey({ gridHeight, gridWidth }: Grid): string {
  return `${gridHeight}×${gridWidth}`;
}

/** The same answer for the same key, made once. */
function remembered<In, Out>(make: (input: In) => Out, key: (input: In) => string): (input: In) => Out {
  const known = new Map<string, Out>();
  return (input) => {
    const name = key(input);
    const value = known.get(name) ?? make(input);
    known.set(name, value);
    return value;
  };
}
