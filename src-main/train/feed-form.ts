import type { FeedForm } from '../models/family.ts';
import type { Provider } from '../runtime/providers.ts';

/** How a provider likes its feeds: CUDA normalises bytes itself and computes fastest on sizes that are multiples of 8. */
export function feedForm(provider: Provider): FeedForm {
  return provider === 'cuda' ? { pictures: 'bytes', multiple: 8 } : { pictures: 'floats', multiple: 1 };
}
