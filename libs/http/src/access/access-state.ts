import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { errorText } from "@xp-tracker/runtime";
import type { FileChecks, Flaw } from "@xp-tracker/runtime";
import { readBearerTokens } from "./bearer-tokens.ts";
import { readTls, tlsFiles } from "./tls-options.ts";
import type { TlsOptions } from "./tls-options.ts";
import { readWebConfig } from "./web-config.ts";

export interface AccessFiles {
  readonly webConfigFile: string | undefined;
  readonly bearerTokenFile: string | undefined;
}

/** All that decides who may ask, as it was read at one time. */
export interface AccessState {
  readonly tls: TlsOptions | undefined;
  /** Added to every answer; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Hashes of their passwords by names. */
  readonly users: ReadonlyMap<string, string>;
  readonly tokens: readonly string[];
}

export interface AccessReading {
  /** Whose changes are of interest. */
  readonly files: readonly string[];
  readonly state: AccessState;
  /** The state must not be used when there are any. */
  readonly flaws: readonly Flaw[];
}

const openToAll: AccessState = { tls: undefined, headers: {}, users: new Map(), tokens: [] };

/** Reads the files, and finds every mistake in them. */
export function readAccess({ webConfigFile, bearerTokenFile }: AccessFiles): AccessReading {
  const web = webConfigFile === undefined ? nothing : readWeb(webConfigFile);
  const bearer =
    bearerTokenFile === undefined ? ({ ok: true, tokens: [] } as const) : readBearerTokens(bearerTokenFile);
  return {
    files: bearerTokenFile === undefined ? web.files : [...web.files, bearerTokenFile],
    state: { ...web.state, tokens: bearer.ok ? bearer.tokens : [] },
    flaws: bearer.ok ? web.flaws : [...web.flaws, ...bearer.flaws],
  };
}

/** {@link readAccess} for the start, where mistakes in the files are mistakes in the configuration. */
export const accessChecks: FileChecks = {
  webConfigFile: (path) => readAccess({ webConfigFile: path, bearerTokenFile: undefined }).flaws,
  bearerTokenFile: (path) => readAccess({ webConfigFile: undefined, bearerTokenFile: path }).flaws,
};

const nothing: AccessReading = { files: [], state: openToAll, flaws: [] };
const HEADERS = "http_server_config.headers.";

function readWeb(path: string): AccessReading {
  const failed = (flaws: readonly Flaw[], files: readonly string[] = []): AccessReading => ({
    files: [path, ...files],
    state: openToAll,
    flaws,
  });
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (thrown) {
    return failed([{ reason: `the file cannot be read: ${errorText(thrown)}` }]);
  }
  const reading = readWebConfig(text);
  if (!reading.ok) return failed(reading.flaws);
  const { config } = reading;
  const files = tlsFiles(config, dirname(path));
  const tls = readTls(config, dirname(path));
  if (!tls.ok) return failed(tls.flaws, files);
  const headers = Object.entries(config.values).flatMap(([name, value]) =>
    name.startsWith(HEADERS) && value !== "" ? [[name.slice(HEADERS.length).toLowerCase(), String(value)]] : [],
  );
  const state = { tls: tls.tls, headers: Object.fromEntries(headers), users: config.users, tokens: [] };
  return { files: [path, ...files], state, flaws: [] };
}
