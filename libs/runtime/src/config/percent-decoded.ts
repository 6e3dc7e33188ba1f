/** undefined: a percent sign that encodes nothing, or bytes that are no text. */
export function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
