/** The end of a text that was cut. */
const CUT = "…";

/**
 * Makes the function that cuts what is longer than `maxLength` (UTF-16 code units): Prometheus keeps each label value for
 * as long as its series, and a scrape with one above its `label_value_length_limit` fails as a whole.
 * @param onCut is told of each text that is cut
 */
export const labelFitter =
  (maxLength: number, onCut: () => void = () => undefined) =>
  (text: string): string => {
    if (text.length <= maxLength) return text;
    onCut();
    return text.slice(0, maxLength - CUT.length).toWellFormed() + CUT;
  };
