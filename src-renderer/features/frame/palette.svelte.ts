/** Whether the palette (Ctrl K) and the list of keys (?) are open. */
export const palette = $state({ open: false, keys: false });
