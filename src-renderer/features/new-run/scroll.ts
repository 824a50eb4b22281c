/** Brings a field of the form into view and puts the cursor into it. */
export function scrollToField(path: string): void {
  document.getElementById(`field-${path}`)?.scrollIntoView({ block: 'center' });
  document.getElementById(`input-${path}`)?.focus({ preventScroll: true });
}
