/** The samples of a page in text format 0.0.4, in its order: series as it is written, and value. */
export function samplesOf(page: string): readonly (readonly [series: string, value: number])[] {
  return page
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const end = line.lastIndexOf(" ");
      return [line.slice(0, end), Number(line.slice(end + 1))];
    });
}

/** Series that stand on the page more than once. */
export function repeatedSeries(page: string): readonly string[] {
  const seen = new Set<string>();
  return samplesOf(page).flatMap(([series]) => {
    if (seen.has(series)) return [series];
    seen.add(series);
    return [];
  });
}

/** The sum over all series of a family; 0 where it has none. */
export const sumOf = (page: string, family: string): number =>
  samplesOf(page)
    .filter(([series]) => series === family || series.startsWith(`${family}{`))
    .reduce((sum, [, value]) => sum + value, 0);
