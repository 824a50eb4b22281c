/**
 * The model as transformers finds it anywhere: a snapshot of Qwen's by its name on the hub, whatever folder it lies in
 * here; any other by its folder.
 */
export function modelReference(folder: string): string {
  const parts = folder.split(/[\\/]/).filter((part) => part !== '');
  const cached = parts.map((part) => /^models--([^-].*?)--(.+)$/.exec(part)).find((match) => match !== null);
  if (cached) return `${cached[1]}/${cached[2]}`;
  const name = parts.at(-1) ?? folder;
  return /^Qwen\d[\d.]*-VL-/.test(name) ? `Qwen/${name}` : folder;
}
