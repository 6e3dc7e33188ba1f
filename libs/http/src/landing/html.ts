/** Markup whose text is escaped. Only the tags of this file make it. */
export interface Html {
  readonly markup: string;
}

/** A template tag: markup made by this tag goes in as it is, everything else is escaped. */
export function html(
  strings: TemplateStringsArray,
  ...values: readonly (string | number | Html | readonly Html[])[]
): Html {
  return { markup: String.raw({ raw: strings }, ...values.map(rendered)) };
}

/** A tag for style sheets of our own: nothing goes in. */
export const css = (strings: TemplateStringsArray): Html => ({ markup: strings.join("") });

function rendered(value: string | number | Html | readonly Html[]): string {
  if (typeof value === "string" || typeof value === "number") return escaped(String(value));
  return "markup" in value ? value.markup : value.map(({ markup }) => markup).join("");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? "");
