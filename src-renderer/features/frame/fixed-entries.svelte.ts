import { explain } from '../../../src-main/recipe/explain.ts';
import { fields } from '../../../src-main/recipe/fields.ts';
import { addressOf, pages } from '../../client/route.ts';
import { currentLocale, t } from '../../i18n/i18n.svelte.ts';
import { format } from '../../i18n/messages.ts';
import type { Entry } from './palette-entries.ts';

/** Pages and recipe fields in the language shown; found in both. */
export function fixedEntries(): Entry[] {
  const other = currentLocale() === 'ko' ? 'en' : 'ko';
  return [
    ...pages.map(({ name }): Entry => ({
      group: 'palette.pages',
      text: t(`nav.${name}`),
      also: format(other, `nav.${name}`),
      address: addressOf(name),
    })),
    ...fields.map(({ path }): Entry => {
      const { label, sentence } = explain(path);
      return {
        group: 'palette.fields',
        text: label[currentLocale()],
        detail: path,
        also: `${label[other]} ${sentence[currentLocale()]}`,
        address: addressOf('new', null, { field: path }),
      };
    }),
  ];
}
