import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** The folder of Hugging Face's own tools: token and cache lie in it. */
export function huggingFaceHome(env: Environment = process.env): string {
  return env['HF_HOME'] || join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'huggingface');
}

/** The folder in which Hugging Face's tools keep downloaded snapshots. */
export function huggingFaceCache(env: Environment = process.env): string {
  return env['HF_HUB_CACHE'] || env['HUGGINGFACE_HUB_CACHE'] || join(huggingFaceHome(env), 'hub');
}

/** Whether a model's name has the form of a repository's, such as `Qwen/Qwen2.5-VL-3B-Instruct`. */
export function isRepoId(name: string): boolean {
  return /^\w[\w.-]*\/\w[\w.-]*$/.test(name);
}

/** The cached snapshot of a repository: that of `main`, or where no `main` is noted the only one; null where there is none. Never asks the network. */
export function cachedSnapshot(repo: string, env: Environment = process.env): string | null {
  const folder = join(huggingFaceCache(env), `models--${repo.replace('/', '--')}`);
  const snapshots = join(folder, 'snapshots');
  const reference = join(folder, 'refs', 'main');
  if (existsSync(reference)) {
    const main = join(snapshots, readFileSync(reference, 'utf8').trim());
    return existsSync(main) ? main : null;
  }
  const all = existsSync(snapshots) ? readdirSync(snapshots) : [];
  return all.length === 1 ? join(snapshots, all[0]!) : null;
}

/** What people call the model in a snapshot folder: a cached snapshot's own folder has a commit for a name. */
export function snapshotName(folder: string): string {
  const parts = folder.split(/[\\/]/);
  const repo = parts.at(-2) === 'snapshots' ? parts.at(-3) : undefined;
  return repo?.startsWith('models--') ? repo.split('--').at(-1)! : (parts.at(-1) ?? folder);
}
