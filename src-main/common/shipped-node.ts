import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { QuartetError } from './errors.ts';
import { hostMessage } from '../messages/host-messages.ts';

/**
 * The Node binary that engines of the desktop app run on: the packaged one beside the app's folder, else the one that
 * started the app from a checkout (`QUARTET_NODE`), else the one that npm installed. Errors: NOT_FOUND.
 */
export function shippedNode(
  root: string,
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const binary = platform === 'win32' ? 'node.exe' : 'node';
  const packaged = join(root, '..', 'runtime', binary);
  const installed = join(root, 'node_modules', 'node', 'bin', binary);
  const places = [packaged, env['QUARTET_NODE'] ?? '', installed];
  const found = places.find((place) => place !== '' && existsSync(place));
  if (found) return found;
  throw new QuartetError('NOT_FOUND', hostMessage('no-node', { packaged, installed }));
}
