const special = /[\\"\n]/;
const specials = /[\\"\n]/g;
const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", '"': '\\"', "\n": "\\n" };

/**
 * Escapes a label value as both exposition formats want it; all other characters, control characters too, are legal.
 * Lone surrogates become U+FFFD when the text is encoded as UTF-8.
 */
const escapeLabel = (value: string): string =>
  special.test(value) ? value.replace(specials, (found) => escapes[found] ?? found) : value;

/** Makes the writer of `{a="1",b="2"`, which stays open for more labels; without labels it writes nothing. */
export function labelWriter(labels: readonly string[]): (values: readonly string[]) => string {
  const write = moreLabelsWriter(labels);
  return labels.length === 0 ? () => "" : (values) => `{${write(values).slice(1)}`;
}

/**
 * Makes the writer of `,a="1",b="2"`. It remembers the last text of each label: items come in order, so that group,
 * kind and namespace repeat, and repeated values need no second escaping.
 */
export function moreLabelsWriter(labels: readonly string[]): (values: readonly string[]) => string {
  const columns = labels.map((label) => ({ head: `,${label}="`, value: "", text: `,${label}=""` }));
  return (values) => {
    let text = "";
    for (let index = 0; index < columns.length; index++) {
      const column = columns[index];
      if (column === undefined) continue;
      const value = values[index] ?? "";
      if (value !== column.value) {
        column.value = value;
        column.text = `${column.head}${escapeLabel(value)}"`;
      }
      text += column.text;
    }
    return text;
  };
}
