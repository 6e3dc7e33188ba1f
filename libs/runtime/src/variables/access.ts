import * as parse from "../config/parsers.ts";
import { services } from "../config/variable.ts";
import type { Variables } from "../config/variable.ts";

/** Who may ask, and how what is asked and answered is kept private. */
export const accessVariables = {
  webConfigFile: {
    name: "WEB_CONFIG_FILE",
    services,
    default: "",
    parse: parse.optional(parse.text, undefined),
    description:
      "Web configuration file in Prometheus' format: TLS, users, headers; also `--web.config.file`, which comes first.",
    remedy: "Name a readable web configuration file.",
  },
  bearerTokenFile: {
    name: "BEARER_TOKEN_FILE",
    services,
    default: "",
    parse: parse.optional(parse.text, undefined),
    description: "File of bearer tokens, one on each line, any of which lets a request in.",
    remedy: "Name a readable file with a token of at least 16 characters on each line.",
  },
} as const satisfies Variables;
