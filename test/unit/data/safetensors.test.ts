import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readHeader, readTensor } from '../../../src-main/data/safetensors.ts';
import { writeSafetensors } from '../../../src-main/data/safetensors-write.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/safetensors');
const folder = mkdtempSync(join(tmpdir(), 'quartet-safetensors-'));
const mixed = readFileSync(join(fixtures, 'mixed.safetensors'));

afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(name: string, bytes: Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

function fileWithHeader(header: unknown, dataLength: number): string {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return fileOf('made.safetensors', Buffer.concat([length, json, Buffer.alloc(dataLength)]));
}

const f32 = (...offsets: number[]): unknown => ({ dtype: 'F32', shape: [2], data_offsets: offsets });

describe('reading', () => {
  it('finds names, shapes, types and metadata that the reference implementation wrote', async () => {
    const { tensors, metadata } = await readHeader(join(fixtures, 'mixed.safetensors'));
    expect(metadata).toEqual({ format: 'pt', made: 'here' });
    expect(
      [...tensors.values()].map(({ name, dtype, shape }) => [name, dtype, shape.join('×')]).sort(),
    ).toEqual([
      ['bf16', 'BF16', '14'],
      ['empty', 'F32', '0×4'],
      ['f16', 'F16', '7×2'],
      ['f32', 'F32', '2×7'],
      ['ids', 'I64', '3'],
      ['scalar', 'F32', ''],
    ]);
  });

  it('widens f16 and bf16 to the values that torch widens them to', async () => {
    const expected = JSON.parse(readFileSync(join(fixtures, 'mixed.json'), 'utf8')) as Record<
      string,
      (number | string)[]
    >;
    const { tensors } = await readHeader(join(fixtures, 'mixed.safetensors'));
    for (const [name, values] of Object.entries(expected)) {
      const wanted = values.map((value) =>
        value === 'inf' ? Infinity : value === '-inf' ? -Infinity : Number(value),
      );
      expect([...(await readTensor(tensors.get(name)!))], name).toEqual(wanted);
    }
  });

  it('gives absolute byte offsets', async () => {
    const entry = (await readHeader(join(fixtures, 'adapter.safetensors'))).tensors.get(
      'base_model.model.a.lora_A.weight',
    )!;
    const bytes = readFileSync(entry.file);
    expect(bytes.readFloatLE(entry.offset + 4)).toBe(Math.fround(-0.2));
    expect(entry.length).toBe(12);
  });

  it('refuses types that it cannot widen', async () => {
    const { tensors } = await readHeader(join(fixtures, 'mixed.safetensors'));
    await expect(readTensor(tensors.get('ids')!)).rejects.toThrow(
      /mixed\.safetensors: tensor ids is stored as I64/,
    );
  });
});

describe('damaged files', () => {
  it.each([
    ['empty', Buffer.alloc(0), /has 0 bytes/],
    ['cut in its header', mixed.subarray(0, 100), /header of \d+ bytes ends after the file's 100 bytes/],
    ['cut in its data', mixed.subarray(0, -3), /ends at byte \d+ of \d+: the file is cut off/],
    ['with bytes after its data', Buffer.concat([mixed, Buffer.alloc(5)]), /5 bytes follow its last tensor/],
    ['something else', Buffer.from('<!doctype html><html></html>'), /does not begin like a safetensors file/],
  ])('%s', async (_, bytes, message) => {
    const file = fileOf('damaged.safetensors', bytes);
    await expect(readHeader(file)).rejects.toThrow(message);
    await expect(readHeader(file)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining(file) as string,
    });
  });

  it.each([
    ['no JSON', '{"a"', 0, /header is not JSON/],
    ['no object', '[]', 0, /not a JSON object/],
    [
      'an unknown type',
      { a: { dtype: 'F31', shape: [2], data_offsets: [0, 8] } },
      8,
      /tensor a has the unknown type "F31"/,
    ],
    [
      'a negative size',
      { a: { dtype: 'F32', shape: [-2], data_offsets: [0, 8] } },
      8,
      /tensor a has no valid shape/,
    ],
    ['no offsets', { a: { dtype: 'F32', shape: [2] } }, 8, /tensor a has no valid data_offsets/],
    ['offsets that do not fit the shape', { a: f32(0, 12) }, 12, /needs 8 bytes, its offsets span 12/],
    ['reversed offsets', { a: f32(8, 0) }, 8, /offsets span -8/],
    ['overlapping tensors', { a: f32(0, 8), b: f32(4, 12) }, 12, /tensor b overlaps/],
    ['a hole', { a: f32(0, 8), b: f32(12, 20) }, 20, /hole before tensor b/],
    ['metadata that is not text', { __metadata__: { format: 1 } }, 0, /__metadata__/],
  ])('%s', async (_, header, dataLength, message) => {
    await expect(readHeader(fileWithHeader(header, dataLength))).rejects.toThrow(message);
  });

  it('says which file is not there', async () => {
    await expect(readHeader(join(folder, 'none.safetensors'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('writing', () => {
  it('writes byte for byte what the reference implementation writes for PEFT', async () => {
    const file = join(folder, 'adapter.safetensors');
    await writeSafetensors(file, [
      {
        name: 'base_model.model.b.lora_B.weight',
        shape: [3, 2],
        data: Float32Array.of(0, 0.25, 0.5, 0.75, 1, 1.25),
      },
      { name: 'base_model.model.a.lora_A.weight', shape: [1, 3], data: Float32Array.of(0.1, -0.2, 0.3) },
    ]);
    expect(readFileSync(file).equals(readFileSync(join(fixtures, 'adapter.safetensors')))).toBe(true);
    expect(readdirSync(folder).filter((name) => name.startsWith('adapter'))).toEqual(['adapter.safetensors']);
  });

  it('keeps the old file when it fails', async () => {
    const file = join(folder, 'kept.safetensors');
    await writeSafetensors(file, [{ name: 'a', shape: [1], data: Float32Array.of(1) }]);
    const before = readFileSync(file);
    const wrong = { name: 'a', shape: [2], data: Float32Array.of(1) };
    await expect(writeSafetensors(file, [wrong])).rejects.toThrow(/tensor a has 1 values for shape \[2\]/);
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(folder).filter((name) => name.startsWith('kept'))).toEqual(['kept.safetensors']);
  });

  it('leaves nothing partial behind', async () => {
    mkdirSync(join(folder, 'taken.safetensors'));
    await expect(writeSafetensors(join(folder, 'taken.safetensors'), [])).rejects.toThrow(/Writing .*taken/);
    expect(readdirSync(folder).filter((name) => name.startsWith('taken'))).toEqual(['taken.safetensors']);
  });

  it('reads back what it wrote, views of larger arrays too', async () => {
    const file = join(folder, 'views.safetensors');
    const all = Float32Array.from({ length: 10 }, (_, index) => index / 3);
    await writeSafetensors(file, [{ name: 'part', shape: [2, 2], data: all.subarray(3, 7) }]);
    expect(await readTensor((await readHeader(file)).tensors.get('part')!)).toEqual(all.slice(3, 7));
  });
});
