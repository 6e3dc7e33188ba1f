export interface Slope {
  /** Units of y for one of x. */
  readonly slope: number;
  /**
   * Half the width of the interval that holds the true slope with 99 % confidence: five processes are judged in a run, and
   * then all five are held with 95 % (Bonferroni).
   */
  readonly margin: number;
}

/** Two-sided 99 % quantiles of Student's t, by the degrees of freedom from which on one is used. */
const T_99: readonly (readonly [degrees: number, quantile: number])[] = [
  [1, 63.66],
  [2, 9.93],
  [3, 5.84],
  [4, 4.6],
  [5, 4.03],
  [6, 3.71],
  [8, 3.36],
  [12, 3.05],
  [20, 2.85],
  [40, 2.7],
];

export type Points = readonly (readonly [x: number, y: number])[];

/**
 * Least squares, of one slope for all groups and a level for each, so that a step from group to group is no slope. NaN where
 * there are too few points for a margin.
 */
export function slopeOf(groups: readonly Points[]): Slope {
  let [spread, together, count] = [0, 0, 0];
  const centred = groups.flatMap((points) => {
    const mean = (index: 0 | 1): number => points.reduce((sum, point) => sum + point[index], 0) / points.length;
    const [meanX, meanY] = [mean(0), mean(1)];
    return points.map(([x, y]) => [x - meanX, y - meanY] as const);
  });
  for (const [x, y] of centred) {
    spread += x ** 2;
    together += x * y;
    count += 1;
  }
  const slope = together / spread;
  const rest = centred.reduce((sum, [x, y]) => sum + (y - slope * x) ** 2, 0);
  const degrees = count - groups.length - 1;
  const quantile = T_99.findLast(([least]) => degrees >= least)?.[1] ?? Number.NaN;
  return { slope, margin: degrees < 1 ? Number.NaN : quantile * Math.sqrt(rest / degrees / spread) };
}

/** Means of equal stretches of x: neighbours are alike, and would make the margin look too small. */
export function binned(points: Points, width: number): Points {
  const bins = Map.groupBy(points, ([x]) => Math.floor(x / width));
  return [...bins.values()].map((bin) => [
    bin.reduce((sum, [x]) => sum + x, 0) / bin.length,
    bin.reduce((sum, [, y]) => sum + y, 0) / bin.length,
  ]);
}
