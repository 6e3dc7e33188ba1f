export interface Slope {
  /** Units of y for one of x. */
  readonly slope: number;
  /** Half the width of the interval that holds the true slope with 95 % confidence. */
  readonly margin: number;
}

/** Two-sided 95 % quantiles of Student's t by degrees of freedom; the last one from there on. */
const T_95: readonly (readonly [degrees: number, quantile: number])[] = [
  [1, 12.71],
  [2, 4.3],
  [3, 3.18],
  [5, 2.57],
  [8, 2.31],
  [12, 2.18],
  [20, 2.09],
  [40, 2.02],
  [Infinity, 1.98],
];

/** Least squares; NaN margins below three points. */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): Slope {
  const count = points.length;
  const mean = (index: 0 | 1): number => points.reduce((sum, point) => sum + point[index], 0) / count;
  const [meanX, meanY] = [mean(0), mean(1)];
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  const slope = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
  const rest = points.reduce((sum, [x, y]) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  const degrees = count - 2;
  const quantile = T_95.find(([most]) => degrees <= most)?.[1] ?? Number.NaN;
  return { slope, margin: degrees < 1 ? Number.NaN : quantile * Math.sqrt(rest / degrees / spread) };
}

/** Means of equal stretches of x: neighbours are alike, and would make the margin look too small. */
export function binned(
  points: readonly (readonly [x: number, y: number])[],
  width: number,
): readonly (readonly [x: number, y: number])[] {
  const bins = Map.groupBy(points, ([x]) => Math.floor(x / width));
  return [...bins.values()].map((bin) => [
    bin.reduce((sum, [x]) => sum + x, 0) / bin.length,
    bin.reduce((sum, [, y]) => sum + y, 0) / bin.length,
  ]);
}
