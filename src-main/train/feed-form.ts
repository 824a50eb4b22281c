import type { FeedForm } from '../models/family.ts';
import type { Provider } from '../runtime/providers.ts';

const forms: Partial<Record<Provider, FeedForm>> = {
  // It normalises bytes itself, and its tensor cores want multiples of 8.
  cuda: { pictures: 'bytes', multiple: 8 },
  // Its products read four numbers at once where every side is a multiple of 4.
  webgpu: { pictures: 'floats', multiple: 4 },
};

/** How a provider likes its feeds. */
export function feedForm(provider: Provider): FeedForm {
  return forms[provider] ?? { pictures: 'floats', multiple: 1 };
}
