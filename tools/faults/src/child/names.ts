import dns from "node:dns";
import { readFileSync } from "node:fs";

// Preloaded by services under test: names of this domain are resolved as the file says. `dns.lookup` is what net and tls
// call for every connection, whoever makes it.
const DOMAIN = ".faults.example";
const LATE_MS = 400;
/** An address of loopback where nobody listens. */
const WRONG = "127.86.53.1";

type Callback = (error: NodeJS.ErrnoException | null, address?: unknown, family?: number) => void;
interface Options {
  readonly all?: boolean;
}

const file = process.env["XP_FAULTS_NAMES"] ?? "";
const realLookup = dns.lookup as unknown as (name: string, options: unknown, callback: Callback) => void;

const given =
  (address: string) =>
  ({ all = false }: Options, callback: Callback): void =>
    all ? callback(null, [{ address, family: 4 }]) : callback(null, address, 4);

const failing =
  (code: string) =>
  (_options: Options, callback: Callback, name: string): void =>
    callback(Object.assign(new Error(`getaddrinfo ${code} ${name}`), { code, syscall: "getaddrinfo", hostname: name }));

const ways: Readonly<Record<string, (options: Options, callback: Callback, name: string) => void>> = {
  right: given("127.0.0.1"),
  wrong: given(WRONG),
  unknown: failing("ENOTFOUND"),
  again: failing("EAI_AGAIN"),
  never: () => undefined,
  late: (options, callback) => void setTimeout(() => given("127.0.0.1")(options, callback), LATE_MS),
};

const lookup = (name: string, options: unknown, callback?: Callback): void => {
  const answer = callback ?? (options as Callback);
  const settings = callback === undefined ? {} : ((options ?? {}) as Options);
  if (!name.endsWith(DOMAIN)) return realLookup(name, options, answer);
  const way = ways[readFileSync(file, "utf8").trim()];
  // As the real one, never before it has returned.
  setImmediate(() => way?.(settings, answer, name));
};
dns.lookup = lookup as unknown as typeof dns.lookup;
