/**
 * Fetches the Node binary that a release carries, from nodejs.org, and prints its path: `node build/package/fetch-node.ts
 * <folder>`. The version is the one that package.json pins; what does not match SHASUMS256 is thrown away.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { checksumOf, nodeDownload } from './node-download.ts';

const folder = resolve(process.argv[2] ?? 'dist/node');
const manifest = JSON.parse(
  await readFile(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8'),
) as { optionalDependencies: { node: string } };
const { base, name, member } = nodeDownload(
  manifest.optionalDependencies.node,
  process.platform,
  process.arch,
);

async function get(url: string): Promise<Buffer> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`);
  return Buffer.from(await response.arrayBuffer());
}

const wanted = checksumOf((await get(`${base}/SHASUMS256.txt`)).toString(), name);
const archive = await get(`${base}/${name}`);
const found = createHash('sha256').update(archive).digest('hex');
if (found !== wanted) throw new Error(`${base}/${name} has SHA-256 ${found}, but ${wanted} was published.`);

await mkdir(folder, { recursive: true });
const binary = join(folder, process.platform === 'win32' ? 'node.exe' : 'node');
if (member === null) await writeFile(binary, archive);
else {
  const file = join(folder, 'node.tar.gz');
  await writeFile(file, archive);
  execFileSync('tar', ['-xzf', file, '-C', folder, '--strip-components=2', member]);
}
await chmod(binary, 0o755);
console.log(binary);
