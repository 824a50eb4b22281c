/**
 * Writes a copy of the sample challenge with every picture greyed out, on which a model must stay at chance:
 *
 *   node build/sample-challenge/blind.ts /tmp/blind
 *   npx quartet train /tmp/blind --preset tiny-demo --set training.stopAtChance=false
 */
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { pictureSize } from './scenes.ts';

const source = new URL('../../resources/sample-challenge/', import.meta.url).pathname;
const target = process.argv[2];
if (!target) throw new Error('usage: node build/sample-challenge/blind.ts <folder>');
cpSync(source, target, { recursive: true });
const background = { r: 128, g: 128, b: 128 };
const pictures = readdirSync(join(target, 'pictures'));
for (const name of pictures) {
  const grey = sharp({ create: { width: pictureSize, height: pictureSize, channels: 3, background } });
  await grey.jpeg().toFile(join(target, 'pictures', name));
}
console.log(`${pictures.length} pictures greyed out in ${target}`);
