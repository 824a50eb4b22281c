/** The shapes of a chart's dots, one for each colour of the palette: colour is never the only sign. */
const shapes: readonly (readonly (readonly [number, number])[] | 'circle')[] = [
  'circle',
  [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ],
  [
    [0, -1.2],
    [1.15, 0.9],
    [-1.15, 0.9],
  ],
  [
    [0, -1.35],
    [1.35, 0],
    [0, 1.35],
    [-1.35, 0],
  ],
  [
    [0, 1.2],
    [-1.15, -0.9],
    [1.15, -0.9],
  ],
  [
    [-1.3, -0.45],
    [-0.45, -0.45],
    [-0.45, -1.3],
    [0.45, -1.3],
    [0.45, -0.45],
    [1.3, -0.45],
    [1.3, 0.45],
    [0.45, 0.45],
    [0.45, 1.3],
    [-0.45, 1.3],
    [-0.45, 0.45],
    [-1.3, 0.45],
  ],
  [
    [0, -1.3],
    [1.24, -0.4],
    [0.76, 1.05],
    [-0.76, 1.05],
    [-1.24, -0.4],
  ],
  [
    [-1.3, -0.55],
    [1.3, -0.55],
    [1.3, 0.55],
    [-1.3, 0.55],
  ],
];

/** An SVG path (also a canvas Path2D) of a colour's shape around a point, about `radius` wide to each side. */
export function shapePath(color: number, x: number, y: number, radius: number): string {
  const shape = shapes[color % shapes.length]!;
  if (shape === 'circle')
    return `M${x - radius} ${y}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0z`;
  return `M${shape.map(([dx, dy]) => `${x + dx * radius} ${y + dy * radius}`).join('L')}z`;
}
