/** Outlines on a 16 × 16 grid, drawn for Quartet; stroke 1.4. */
export const icons = {
  leaderboard: 'M2.5 13.5h11M4 13.5v-5h2.5v5M6.75 13.5v-10h2.5v10M9.5 13.5v-7H12v7',
  runs: 'M4.5 3v10l8-5z',
  compare: 'M2.5 3h4.5v10H2.5zM9 3h4.5v10H9z',
  challenge: 'M2.5 3h11v10h-11zM2.5 10.5l3-3 3 3 2-2 3 3M10.5 6h.01',
  models: 'M8 2l5.5 3v6L8 14l-5.5-3V5zM2.5 5L8 8l5.5-3M8 8v6',
  team: 'M6 7.5a2.25 2.25 0 1 0 0-4.5 2.25 2.25 0 0 0 0 4.5zM2 13c0-2.5 1.8-4 4-4s4 1.5 4 4M10.5 3.2a2.25 2.25 0 0 1 0 4.2M11.5 9.3c1.6.5 2.5 1.8 2.5 3.7',
  settings:
    'M2.5 4.5h6M12 4.5h1.5M2.5 11.5H4M7.5 11.5h6M10.25 6.25a1.75 1.75 0 1 0 0-3.5 1.75 1.75 0 0 0 0 3.5zM5.75 13.25a1.75 1.75 0 1 0 0-3.5 1.75 1.75 0 0 0 0 3.5z',
  plus: 'M8 3v10M3 8h10',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.5 10.5l3 3',
  close: 'M4 4l8 8M12 4l-8 8',
  star: 'M8 2.2l1.8 3.6 4 .6-2.9 2.8.7 4L8 11.3l-3.6 1.9.7-4L2.2 6.4l4-.6z',
  flag: 'M4 14V2.5M4 3h8l-2 3 2 3H4',
  moon: 'M13 9.5A5.5 5.5 0 0 1 6.5 3 5.5 5.5 0 1 0 13 9.5z',
  sun: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M12.6 3.4l-.7.7M4.1 11.9l-.7.7',
  chip: 'M4.5 4.5h7v7h-7zM6.5 2v2.5M9.5 2v2.5M6.5 11.5V14M9.5 11.5V14M2 6.5h2.5M2 9.5h2.5M11.5 6.5H14M11.5 9.5H14',
  warning: 'M8 2.5l6 11H2zM8 6.5v3.5M8 11.8v.01',
  check: 'M3 8.5l3.2 3.2L13 5',
  undo: 'M3 6.5h7a3 3 0 0 1 0 6H7M3 6.5L5.8 3.7M3 6.5l2.8 2.8',
  chevron: 'M6 4l4 4-4 4',
  up: 'M4 10l4-4 4 4',
  down: 'M4 6l4 4 4-4',
  pause: 'M5 3v10M11 3v10',
  grip: 'M6 4h.01M10 4h.01M6 8h.01M10 8h.01M6 12h.01M10 12h.01',
} as const;

export type IconName = keyof typeof icons;
