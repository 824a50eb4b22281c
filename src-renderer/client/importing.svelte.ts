import type { Inputs } from '../../src-main/contract/index.ts';

/** Something chosen to be imported, before or after it was sent; `read` sends it where that is needed. */
export interface ImportSource {
  readonly name: string;
  read(report: (share: number) => void, signal: AbortSignal): Promise<Inputs['imports']['preview']['source']>;
  /** It will not be imported: what was sent can go. */
  discard?(): void;
}

/** The import dialog: whether it is open, on which tab, and what was dropped on the window. */
export const importing: {
  open: boolean;
  tab: 'files' | 'kaggle';
  sources: readonly ImportSource[];
} = $state({ open: false, tab: 'files', sources: [] });

/** Opens the import dialog, with what was chosen already. */
export function openImport(tab: 'files' | 'kaggle' = 'files', sources: readonly ImportSource[] = []): void {
  importing.sources = sources;
  importing.tab = tab;
  importing.open = true;
}

/** Forgets what was chosen and not imported. */
export function discardSources(): void {
  for (const source of importing.sources) source.discard?.();
  importing.sources = [];
}

/** A file or folder of the host's own machine. */
export function pathSource(path: string): ImportSource {
  return { name: path, read: () => Promise.resolve({ path }) };
}
