/** `node test/bench/ui/seed.ts <empty folder>`: a home folder with the history that `npm run bench:ui` measures. */
import { resolve } from 'node:path';
import { large, seedHome } from './seed/home.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('Give the folder to fill.');
await seedHome(resolve(folder), large);
