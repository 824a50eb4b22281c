import type uPlot from 'uplot';

/** A colour of the theme, resolved: a canvas knows no CSS variables. Takes `var(--x)` or `--x`. */
export function themeColor(name: string): string {
  const variable = name.replace(/^var\(|\)$/g, '');
  return getComputedStyle(document.documentElement).getPropertyValue(variable).trim();
}

/** Axes that all charts share: hairlines, small figures; `format` writes the values of the upright one. */
export function axes(format: (value: number) => string, time = false): uPlot.Axis[] {
  const line = { stroke: themeColor('--line'), width: 1 };
  const shared = {
    stroke: themeColor('--muted'),
    font: '12px "Pretendard Variable", sans-serif',
    ticks: { ...line, size: 4 },
  };
  return [
    {
      ...shared,
      grid: { show: false },
      size: 28,
      ...(time ? {} : { values: (_: uPlot, all: number[]) => all.map(String) }),
    },
    { ...shared, grid: line, size: 56, values: (_, all) => all.map(format) },
  ];
}
