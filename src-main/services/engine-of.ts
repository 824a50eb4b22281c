import { existsSync } from 'node:fs';
import type { EngineOptions } from '../engine/client.ts';
import type { Services } from './context.ts';
import { cudaFolder } from './providers/installed.ts';

/** What starts this host's engines: entry, Node, and the libraries that `quartet providers install` fetched. */
export function engineOf({
  engineEntry: entry,
  execPath,
  paths,
}: Services): Pick<EngineOptions, 'entry' | 'execPath' | 'libraries'> {
  const libraries = cudaFolder(paths);
  return { entry, execPath, libraries: existsSync(libraries) ? libraries : undefined };
}
