import type { MessageKey } from '../../i18n/messages.ts';

/** All keys by where they work; a test compares them with what the pages listen to. */
export const keyGroups: readonly {
  readonly title: MessageKey;
  readonly keys: readonly { readonly names: readonly string[]; readonly does: MessageKey }[];
}[] = [
  {
    title: 'keys.everywhere',
    keys: [
      { names: ['Mod+k'], does: 'keys.search' },
      { names: ['n'], does: 'keys.new' },
      { names: ['/'], does: 'keys.filter' },
      { names: ['Escape'], does: 'keys.escape' },
      { names: ['?'], does: 'keys.help' },
    ],
  },
  {
    title: 'keys.lists',
    keys: [
      { names: ['j', 'k'], does: 'keys.rows' },
      { names: [' '], does: 'keys.select' },
      { names: ['Enter'], does: 'keys.enter' },
      { names: ['o'], does: 'keys.panel' },
      { names: ['c'], does: 'keys.compare' },
      { names: ['ArrowUp', 'ArrowDown'], does: 'keys.queue' },
    ],
  },
  {
    title: 'keys.questions',
    keys: [
      { names: ['ArrowLeft', 'ArrowRight'], does: 'keys.step' },
      { names: ['f'], does: 'keys.kind' },
      { names: ['1', '2', '3', '4', '5', '6'], does: 'keys.jump' },
    ],
  },
];
