import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where Quartet keeps what it makes; all paths absolute. */
export interface HomePaths {
  readonly home: string;
  readonly history: string;
  readonly runs: string;
  /** Providers of ONNX Runtime that were installed beside what ships. */
  readonly providers: string;
  /** What can be made again: weights converted for a provider, features of pictures. It may be deleted while nothing runs. */
  readonly cache: string;
  /** Downloaded snapshots. */
  readonly models: string;
}

/** `$QUARTET_HOME`, or the place where the platform keeps an application's data. */
export function quartetHome(
  env: NodeJS.ProcessEnv = process.env,
  platform = process.platform,
  user = homedir(),
): string {
  if (env['QUARTET_HOME']) return resolve(env['QUARTET_HOME']);
  if (platform === 'darwin') return join(user, 'Library', 'Application Support', 'Quartet');
  if (platform === 'win32') return join(env['APPDATA'] ?? join(user, 'AppData', 'Roaming'), 'Quartet');
  return join(env['XDG_DATA_HOME'] || join(user, '.local', 'share'), 'quartet');
}

/** The files below a home folder. */
export function homePaths(home: string): HomePaths {
  return {
    home,
    history: join(home, 'history.sqlite'),
    runs: join(home, 'runs'),
    providers: join(home, 'providers'),
    cache: join(home, 'cache'),
    models: join(home, 'models'),
  };
}
