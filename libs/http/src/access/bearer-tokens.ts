import { readFileSync } from "node:fs";
import { errorText } from "@xp-tracker/runtime";
import type { Flaw } from "@xp-tracker/runtime";

export type TokensReading =
  | { readonly ok: true; readonly tokens: readonly string[] }
  | { readonly ok: false; readonly flaws: readonly Flaw[] };

const MIN_LENGTH = 16;
/** What fits into a header as it is; RFC 6750 allows no more, and Prometheus sends what its file holds. */
const TOKEN = /^[\u0021-\u007e]+$/;

/** Reads a file of bearer tokens: one on each line, spaces around it and empty lines left out. */
export function readBearerTokens(path: string): TokensReading {
  const no = (reason: string, remedy: string): TokensReading => ({ ok: false, flaws: [{ reason, remedy }] });
  let lines: readonly string[];
  try {
    lines = readFileSync(path, "utf8").split("\n");
  } catch (thrown) {
    return no(`the file cannot be read: ${errorText(thrown)}`, "Name a file that this user can read.");
  }
  const tokens = lines.map((line) => line.trim());
  const wrong = tokens.findIndex((token) => token !== "" && (token.length < MIN_LENGTH || !TOKEN.test(token)));
  if (wrong >= 0) {
    const remedy = "Make one: openssl rand -hex 32";
    return no(`line ${wrong + 1} is no token of at least ${MIN_LENGTH} printable ASCII characters`, remedy);
  }
  const given = tokens.filter((token) => token !== "");
  return given.length === 0
    ? no("the file holds no token", "Make one: openssl rand -hex 32")
    : { ok: true, tokens: given };
}
