/** A model's size as its name tells it (`7B`), or the last part of its folder's name. */
export function sizeOf(model: string): string {
  return /(?:^|[-_ ])(\d+(?:\.\d+)?[BM])(?=$|[-_ ])/i.exec(model)?.[1] ?? model.split(/[\\/]/).at(-1)!;
}

/** What tells a model from the others of a board: its size where no other has that size, else its whole name. */
export function shortModel(model: string, all: readonly string[]): string {
  const size = sizeOf(model);
  return all.some((other) => other !== model && sizeOf(other) === size) ? model : size;
}
