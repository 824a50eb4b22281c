import { join } from 'node:path';
import type { Configuration } from 'electron-builder';
import type { Stage } from './stage.ts';

/** What electron-builder is told. `feed` is where updates come from; none turns them off. */
export function builderConfig(stage: Stage, output: string, feed: string | undefined): Configuration {
  return {
    appId: 'io.github.quartet.workbench',
    productName: 'Quartet',
    copyright: 'MIT licence',
    artifactName: '${productName}-${version}-${os}-${arch}.${ext}',
    directories: { app: stage.app, output, buildResources: join(import.meta.dirname, '..', 'icon') },
    ...contents(stage),
    electronLanguages: ['en-US', 'ko'],
    // Electron's binary is no Node for others to use, and takes its code from the archive only.
    electronFuses: {
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
    },
    fileAssociations: [
      {
        ext: 'qrun',
        name: 'Quartet run',
        description: 'Quartet run',
        mimeType: 'application/x-quartet-run',
        role: 'Editor',
      },
    ],
    publish: feed ? [{ provider: 'generic', url: feed }] : null,
    ...windows,
    mac: mac(feed),
    linux,
  };
}

function contents(stage: Stage): Configuration {
  return {
    // A folder called node_modules is left out unless it is named by itself.
    files: ['**/*', { from: join(stage.app, 'node_modules'), to: 'node_modules' }],
    asar: true,
    // Only the shell runs from the archive. Engines and the command line run on a plain Node, which cannot read one.
    asarUnpack: [
      'package.json',
      'LICENSE',
      'out/main/!(shell.mjs)',
      'out/main/chunks/**',
      'out/renderer/**',
      'node_modules/**',
      'resources/**',
    ],
    extraResources: [
      { from: stage.runtime, to: 'runtime' },
      { from: stage.folder, to: '.', filter: ['quartet', 'quartet.cmd'] },
    ],
    // The stage holds exactly what ships: nothing is to be installed, rebuilt or looked for.
    npmRebuild: true,
    beforeBuild: () => Promise.resolve(false),
  };
}

const windows: Configuration = {
  win: { target: [{ target: 'nsis', arch: ['x64'] }] },
  nsis: {
    oneClick: false,
    allowToChangeInstallationDirectory: true,
    // Without an administrator, for the user alone.
    perMachine: false,
    installerLanguages: ['en_US', 'ko_KR'],
    deleteAppDataOnUninstall: false,
  },
};

function mac(feed: string | undefined): NonNullable<Configuration['mac']> {
  // A workflow without the secret passes an empty text.
  const signed = Boolean(process.env['CSC_LINK']);
  return {
    // Updates come as a zip.
    target: [...(feed ? ['zip'] : []), 'dmg'].map((target) => ({ target, arch: ['arm64'] as const })),
    category: 'public.app-category.education',
    electronLanguages: ['en', 'ko'],
    extendInfo: { CFBundleLocalizations: ['en', 'ko'] },
    // Without a certificate an ad-hoc signature: arm64 starts nothing unsigned, and the hardened runtime would refuse
    // to load libraries that are signed by nobody.
    ...(signed ? { notarize: Boolean(process.env['APPLE_API_KEY']) } : { identity: '-' }),
    hardenedRuntime: signed,
  };
}

const linux: NonNullable<Configuration['linux']> = {
  target: [
    { target: 'AppImage', arch: ['x64'] },
    { target: 'deb', arch: ['x64'] },
  ],
  // `quartet` is the command line.
  executableName: 'quartet-app',
  category: 'Education;Science',
  maintainer: 'Quartet <quartet@users.noreply.github.com>',
  synopsis: 'Workbench for visual question answering challenges',
  desktop: { entry: { 'Name[ko]': 'Quartet', 'Comment[ko]': '시각 질의응답 챌린지 작업대' } },
};
