import { stat } from 'node:fs/promises';
import { join, normalize, sep } from 'node:path';
import { messageOf, QuartetError } from '../common/errors.ts';
import { pictureFile } from '../services/challenge-browser.ts';
import type { Workbench } from '../services/workbench.ts';

/** What a window's requests are answered from. */
export interface Site {
  readonly workbench: Workbench;
  /** The built window; `index.html` in it. */
  readonly renderer: string;
}

/** The file that answers a request with its `Cache-Control`, or why there is none. */
export type Found =
  | { readonly file: string; readonly size: number; readonly cache: string }
  | { readonly status: 404 | 500 | 503; readonly text: string };

/** Finds what a window asks for by the path of its address: a picture of a challenge, or a file of the window itself. */
export function findFile(site: Site, path: string): Promise<Found> {
  return path.startsWith('/pictures/') ? findPicture(site, path) : findPage(site.renderer, path);
}

async function findPicture({ workbench }: Site, path: string): Promise<Found> {
  const [, id, split, question] = path.slice(1).split('/').map(decode);
  if (!id || !question || (split !== 'train' && split !== 'test')) return missing('No such picture.');
  try {
    const file = await pictureFile(workbench.services, id, split, question);
    // The challenge's id is a hash of its files: the same address, the same picture.
    return (await found(file, 'private, max-age=3600')) ?? missing(`${file} is not there any more.`);
  } catch (error) {
    if (error instanceof QuartetError) return missing(error.message);
    workbench.services.log.error(messageOf(error));
    return { status: 500, text: messageOf(error) };
  }
}

/** A file of the window; every other path is a page of it. Nothing outside its folder is given away. */
async function findPage(renderer: string, path: string): Promise<Found> {
  const file = normalize(join(renderer, decode(path)));
  const isAsset = path.startsWith('/assets/');
  const cache = isAsset ? 'private, max-age=31536000, immutable' : 'no-cache';
  const page = file.startsWith(renderer + sep) ? await found(file, cache) : null;
  if (page) return page;
  if (isAsset || path === '/favicon.ico') return missing('No such file.');
  const index = join(renderer, 'index.html');
  return (
    (await found(index, 'no-cache')) ?? {
      status: 503,
      text: `The window is not built (no ${index}). Run \`npm run build\`.`,
    }
  );
}

async function found(file: string, cache: string): Promise<Found | null> {
  const entry = await stat(file).catch(() => null);
  return entry?.isFile() ? { file, size: entry.size, cache } : null;
}

function missing(text: string): Found {
  return { status: 404, text };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray % is no name of ours.
    return '';
  }
}
