/** How close rows stand; this window's own choice: a wide screen and a laptop may differ. */
export type Density = 'dense' | 'comfortable';

const remembered = 'quartet.density';
let density = $state<Density>(localStorage.getItem(remembered) === 'comfortable' ? 'comfortable' : 'dense');
show();

/** The density shown. */
export function currentDensity(): Density {
  return density;
}

/** Changes it at once and remembers it in this browser. */
export function setDensity(next: Density): void {
  density = next;
  localStorage.setItem(remembered, next);
  show();
}

function show(): void {
  document.documentElement.dataset['density'] = density;
}
