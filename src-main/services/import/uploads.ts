import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { QuartetError } from '../../common/errors.ts';
import type { ImportFiles, ImportItem } from '../../contract/index.ts';
import { presets } from '../../recipe/presets.ts';
import type { Services } from '../context.ts';
import { importPath } from './import-path.ts';
import { incomingFolder } from './staging.ts';
import { soleFile } from './sole-file.ts';
import { hostMessage } from '../../messages/host-messages.ts';

/** Where what a window sends lies until it is imported or discarded. */
export function uploadFolder({ paths }: Services, id: string): string {
  return join(incomingFolder(paths), `upload-${id}`);
}

/** Looks at what a window chose, and changes nothing. */
export async function previewFiles(
  services: Services,
  files: ImportFiles,
  signal?: AbortSignal,
): Promise<ImportItem[]> {
  return importPath(services, await placeOf(services, files), toldOf(files), { preview: true, signal });
}

/** Imports what a window chose; an upload is removed afterwards. */
export async function applyFiles(
  services: Services,
  files: ImportFiles,
  signal?: AbortSignal,
): Promise<ImportItem[]> {
  const items = await importPath(services, await placeOf(services, files), toldOf(files), {
    preview: false,
    signal,
  });
  if ('upload' in files.source) await discardUpload(services, files.source.upload);
  return items;
}

/** Removes what a window sent. */
export async function discardUpload(services: Services, id: string): Promise<void> {
  await rm(uploadFolder(services, id), { recursive: true, force: true });
}

async function placeOf(services: Services, { source }: ImportFiles): Promise<string> {
  if ('path' in source) return source.path;
  const folder = uploadFolder(services, source.upload);
  if (!existsSync(folder)) throw new QuartetError('NOT_FOUND', hostMessage('sent-files-gone', {}));
  return soleFile(folder);
}

function toldOf(files: ImportFiles) {
  return { ...files, recipe: files.recipe ?? presets.quartet.recipe };
}
