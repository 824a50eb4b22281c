/**
 * Renders the pre-training artwork (never Twemoji, which the challenge uses) to `.scratch/tiny-vl/sprites.rgba`:
 * uint8 [set, thing, side, side, RGBA], things in the order of build/sample-challenge/objects.json.
 *
 *   npm i --prefix .scratch/art --ignore-scripts @iconify-json/noto@1.2.9 @iconify-json/fluent-emoji-flat@1.2.6
 *   node build/tiny-vl/sprites.ts
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import sharp from 'sharp';
import { categories } from '../sample-challenge/objects.ts';

const sets = ['noto', 'fluent-emoji-flat'];
const side = 96;

interface IconSet {
  readonly icons: Record<
    string,
    { readonly body: string; readonly width?: number; readonly height?: number }
  >;
  readonly aliases?: Record<string, { readonly parent: string }>;
  readonly width?: number;
  readonly height?: number;
}

async function render(set: IconSet, name: string): Promise<Buffer> {
  const icon = set.icons[name] ?? set.icons[set.aliases?.[name]?.parent ?? ''];
  if (!icon) throw new Error(`No icon '${name}' in the set.`);
  const [width, height] = [icon.width ?? set.width ?? 16, icon.height ?? set.height ?? 16];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${side}" height="${side}" viewBox="0 0 ${width} ${height}">${icon.body}</svg>`;
  return sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer();
}

const parts: Buffer[] = [];
for (const name of sets) {
  const text = readFileSync(`.scratch/art/node_modules/@iconify-json/${name}/icons.json`, 'utf8');
  const set = JSON.parse(text) as IconSet;
  for (const { icon } of categories.flat()) parts.push(await render(set, icon));
}
mkdirSync('.scratch/tiny-vl', { recursive: true });
writeFileSync('.scratch/tiny-vl/sprites.rgba', Buffer.concat(parts));
console.log(`${parts.length} sprites of ${side}×${side}`);
