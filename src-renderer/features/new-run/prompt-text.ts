interface Part {
  readonly text: string;
  readonly supervised: boolean;
}

/** A prompt with its run of picture tokens written as one and a count, so that the words can be seen. */
export function collapsePads(parts: readonly Part[]): Part[] {
  return parts.map(({ text, supervised }) => ({
    supervised,
    text: text.replace(
      /(<\|image_pad\|>){2,}/g,
      (pads) => `<|image_pad|> × ${pads.length / '<|image_pad|>'.length}`,
    ),
  }));
}
