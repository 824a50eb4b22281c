import { join } from 'node:path';
import { writeFileAtomic } from '../common/atomic-file.ts';
import { readOptionalJsonObject } from '../common/json-file.ts';
import { settings as schema, type Settings, type SettingsChange } from '../contract/app.ts';

/** The settings of a home folder, kept in its settings.json. */
export interface SettingsStore {
  get(): Settings;
  set(change: SettingsChange & OwnSettings): Promise<Settings>;
  /** Reads them again: a command line beside this process may have changed them. */
  reload(): Promise<Settings>;
}

/** What is changed by calls of its own. */
interface OwnSettings {
  readonly modelFolders?: readonly string[];
  readonly sharedFolder?: string | null;
  readonly sharedAdapterMb?: number;
}

/** Opens them; a field that cannot be read takes its default. */
export async function openSettings(home: string): Promise<SettingsStore> {
  const file = join(home, 'settings.json');
  let current = readFields((await readOptionalJsonObject(file)) ?? {});
  let saved = Promise.resolve();
  return {
    get: () => current,
    async set(change) {
      current = schema.parse({ ...current, ...change });
      // One after the other: the last change must be the one that lasts.
      saved = saved
        .catch(() => {})
        .then(() => writeFileAtomic(file, `${JSON.stringify(current, null, 2)}\n`));
      await saved;
      return current;
    },
    async reload() {
      await saved.catch(() => {});
      const before = current;
      const found = readFields((await readOptionalJsonObject(file)) ?? {});
      // What was set while we read is newer.
      if (current === before) current = found;
      return current;
    },
  };
}

function readFields(json: Readonly<Record<string, unknown>>): Settings {
  const fields = Object.entries(schema.shape).map(([name, field]) => {
    const parsed = field.safeParse(json[name]);
    return [name, parsed.success ? parsed.data : field.parse(undefined)];
  });
  return schema.parse(Object.fromEntries(fields));
}
