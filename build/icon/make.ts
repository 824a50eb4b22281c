/** Draws the app's icon from icon.svg: for the installers (png, ico, icns) and for window and tray (resources/icons). */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { encodeIcns, encodeIco, type SizedPng } from './containers.ts';

const here = import.meta.dirname;
const shipped = join(here, '..', '..', 'resources', 'icons');
const svg = await readFile(join(here, 'icon.svg'));

async function draw(size: number): Promise<SizedPng> {
  // The drawing is 256 units wide: rendered at its own density, no edge is scaled.
  const png = await sharp(svg, { density: (72 * size) / 256 })
    .resize(size, size)
    .png()
    .toBuffer();
  return { size, png };
}

const draws = (sizes: readonly number[]): Promise<SizedPng[]> => Promise.all(sizes.map(draw));

await mkdir(shipped, { recursive: true });
await writeFile(join(here, 'icon.png'), (await draw(1024)).png);
await writeFile(join(here, 'icon.ico'), encodeIco(await draws([16, 24, 32, 48, 64, 128, 256])));
await writeFile(join(here, 'icon.icns'), encodeIcns(await draws([16, 32, 64, 128, 256, 512, 1024])));
await writeFile(join(shipped, 'icon.png'), (await draw(256)).png);
