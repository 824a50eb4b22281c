import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const locked = {
  package: '@iconify-json/twemoji',
  version: '1.2.5',
  sha256: '5d5d820790565b764f2728675d487c9ee4c1fc83916d8567d5aca8ba7527c242',
};

interface IconSet {
  readonly icons: Record<
    string,
    { readonly body: string; readonly width?: number; readonly height?: number }
  >;
  readonly aliases?: Record<string, { readonly parent: string }>;
  readonly width?: number;
  readonly height?: number;
}

/** Draws an artwork by name as a nested `<svg>` of `size` pixels at (x, y). */
export type Draw = (icon: string, x: number, y: number, size: number) => string;

/** Reads Twemoji from a folder where npm installed it; any other version than the locked one is refused. */
export function openArtwork(folder: string): Draw {
  const path = join(folder, 'node_modules', locked.package, 'icons.json');
  const how = `Run: npm i --prefix ${folder} --ignore-scripts ${locked.package}@${locked.version}`;
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new Error(`The artwork ${path} cannot be read. ${how}`, { cause });
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== locked.sha256)
    throw new Error(`${path} is not the locked artwork (sha256 ${sha256}). ${how}`);
  return drawer(JSON.parse(bytes.toString('utf8')) as IconSet);
}

function drawer(set: IconSet): Draw {
  return (name, x, y, size) => {
    const icon = set.icons[name] ?? set.icons[set.aliases?.[name]?.parent ?? ''];
    if (!icon)
      throw new Error(`The artwork has no icon '${name}': correct build/sample-challenge/objects.json.`);
    const width = icon.width ?? set.width ?? 36;
    const height = icon.height ?? set.height ?? 36;
    return `<svg x="${x}" y="${y}" width="${size}" height="${size}" viewBox="0 0 ${width} ${height}">${icon.body}</svg>`;
  };
}
