/** Where nodejs.org keeps a Node for a platform. */
export interface NodeDownload {
  readonly base: string;
  /** The file as SHASUMS256.txt names it. */
  readonly name: string;
  /** The binary's path in the archive; null when the file is the binary. */
  readonly member: string | null;
}

/** The download of one version: on Windows the binary itself, else an archive. */
export function nodeDownload(version: string, platform: NodeJS.Platform, arch: string): NodeDownload {
  const base = `https://nodejs.org/dist/v${version}`;
  if (platform === 'win32') return { base, name: `win-${arch}/node.exe`, member: null };
  const folder = `node-v${version}-${platform}-${arch}`;
  return { base, name: `${folder}.tar.gz`, member: `${folder}/bin/node` };
}

/** The SHA-256 that SHASUMS256.txt gives for a file. */
export function checksumOf(sums: string, name: string): string {
  const line = sums.split('\n').find((text) => text.trim().endsWith(`  ${name}`));
  const [sum] = line?.split(' ') ?? [];
  if (!sum || !/^[0-9a-f]{64}$/.test(sum)) throw new Error(`SHASUMS256.txt has no checksum of ${name}.`);
  return sum;
}
