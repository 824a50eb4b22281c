/** A platform that packages are made for. */
export interface Target {
  readonly platform: 'win32' | 'darwin' | 'linux';
  readonly arch: 'x64' | 'arm64';
}

/** Of each package that no bundle can hold: the files that are loaded on a target, by what their paths begin or end with. */
export interface NativePackage {
  readonly name: string;
  /** Whether a file ships; `path` is relative to the package, with slashes. */
  readonly ships: (path: string, target: Target) => boolean;
}

const text = /^(package\.json|LICENSE[^/]*|THIRD-PARTY[^/]*)$/i;
const code = /\.(js|cjs|mjs)$/;

/** Packages with native code, and what they load in turn. */
export const nativePackages: readonly NativePackage[] = [
  {
    name: 'better-sqlite3',
    ships: (path, { platform, arch }) =>
      (path.startsWith('lib/') && code.test(path)) || path === `prebuilds/${platform}-${arch}.node`,
  },
  {
    name: 'onnxruntime-node',
    ships: (path, { platform, arch }) =>
      (path.startsWith('dist/') && code.test(path)) ||
      // On macOS the same library lies there twice; the binding loads the short name.
      (path.startsWith(`bin/napi-v6/${platform}/${arch}/`) && !/\.\d+\.\d+\.\d+\.dylib$/.test(path)),
  },
  { name: 'koffi', ships: (path) => code.test(path) && !path.startsWith('vendor/') },
  { name: 'onnxruntime-common', ships: (path) => /^dist\/(cjs|esm)\/(.*\.js|package\.json)$/.test(path) },
  { name: 'sharp', ships: (path) => path.startsWith('dist/') && code.test(path) },
  { name: '@img/colour', ships: (path) => code.test(path) },
  { name: 'detect-libc', ships: (path) => path.startsWith('lib/') && code.test(path) },
  { name: 'semver', ships: (path) => code.test(path) && !path.startsWith('bin/') },
];

/** sharp's own binaries of a target; on Windows libvips lies in the same package. */
export function sharpBinaries({ platform, arch }: Target): NativePackage[] {
  const names = [`@img/sharp-${platform}-${arch}`];
  if (platform !== 'win32') names.push(`@img/sharp-libvips-${platform}-${arch}`);
  return names.map((name) => ({
    name,
    // Beside the libraries lie headers, which only compilers read.
    ships: (path) =>
      (path.startsWith('lib/') && !path.endsWith('.h')) || code.test(path) || path === 'versions.json',
  }));
}

/** koffi's own binary of a target. */
export function koffiBinary({ platform, arch }: Target): NativePackage {
  return {
    name: `@koromix/koffi-${platform}-${arch}`,
    ships: (path) => path.startsWith(`${platform}_${arch}/`) || code.test(path),
  };
}

/** Whether a file ships whatever the package: what it is, and under which licence. */
export function isNotice(path: string): boolean {
  return text.test(path);
}
