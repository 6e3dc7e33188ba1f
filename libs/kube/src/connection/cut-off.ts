/**
 * Whether a text that does not parse is the beginning of a JSON object. Node ends an HTTP/2 body cleanly when the stream is
 * reset with CANCEL, also when the whole connection breaks, so that only the text itself tells that its end is missing.
 */
export function isCutOff(text: string): boolean {
  if (!text.startsWith("{")) return false;
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index];
    if (inString) {
      if (char === "\\") index += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === "{" || char === "[") depth += 1;
    else if (char === "}" || char === "]") depth -= 1;
  }
  return inString || depth > 0;
}
