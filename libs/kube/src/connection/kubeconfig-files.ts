import { readFileSync } from "node:fs";
import { dirname, isAbsolute, resolve } from "node:path";
import { KubeConfig, loadYaml, type User } from "@kubernetes/client-node";

interface FileUser {
  readonly name: string;
  readonly user?: { readonly tokenFile?: string } | null;
}

/** As kubectl does: of several entries with one name, the first file's counts, and a file may be empty. */
export function mergeFiles(files: readonly string[]) {
  const configs = files.flatMap(readFile);
  if (configs.length === 0) throw new Error("there is nothing in it");
  return {
    clusters: firstOfName(configs.flatMap(({ clusters }) => clusters)),
    // client-node gives no TLS settings to a context without a user, which shows no credentials and is legal.
    users: firstOfName([...configs.flatMap(({ users }) => users), { name: NOBODY }]),
    contexts: firstOfName(
      configs.flatMap(({ contexts }) => contexts).map((context) => ({ ...context, user: context.user || NOBODY })),
    ),
    currentContext: configs.map(({ currentContext }) => currentContext).find(Boolean),
  };
}

const NOBODY = "(no user)";

const firstOfName = <T extends { readonly name: string }>(entries: readonly T[]): readonly T[] =>
  entries.filter(({ name }, index) => entries.findIndex((entry) => entry.name === name) === index);

/** client-node resolves the paths of certificates, relative to the file; the others are resolved here. */
function readFile(file: string): readonly KubeConfig[] {
  const content = contentOf(file);
  if (content === undefined || content === null) return [];
  const config = new KubeConfig();
  config.loadFromFile(file);
  const absolute = (path: string): string => resolve(dirname(file), path);
  const tokenFiles = tokenFilesIn(content.users ?? []);
  config.users = config.users.map((user) => {
    const tokenFile = tokenFiles.get(user.name);
    return withTokenFile(withCommand(user, absolute), tokenFile === undefined ? undefined : absolute(tokenFile));
  });
  return [config];
}

/** @throws Error that repeats nothing of the file, which holds secrets */
function contentOf(file: string): { readonly users?: readonly FileUser[] | null } | null | undefined {
  const text = readFileSync(file, "utf8");
  if (text.replaceAll(/^\s*#.*$/gm, "").trim() === "") return undefined;
  let mistake: unknown;
  try {
    return loadYaml(text);
  } catch (thrown) {
    mistake = thrown;
  }
  throw new Error(`${file} is no YAML: ${reasonOf(mistake)}`);
}

/** Without the lines around the mistake, and without what was taken for an alias or a tag. */
const reasonOf = (mistake: unknown): string =>
  (mistake instanceof Error ? mistake.message : "")
    .replace(/\n[^]*/, "")
    .replace(/: .*(?= \(\d+:\d+\)$)/, "")
    .replaceAll(/"[^"]*"|!<[^>]*>|'[^']*'/g, "…");

/** client-node 2 looks for `token-file`, but the kubeconfig format calls it `tokenFile`. */
const tokenFilesIn = (users: readonly FileUser[]): ReadonlyMap<string, string> =>
  new Map(users.flatMap(({ name, user }) => (user?.tokenFile ? [[name, user.tokenFile] as const] : [])));

const withTokenFile = (user: User, tokenFile: string | undefined): User =>
  tokenFile === undefined ? user : { ...user, authProvider: { name: "tokenFile", config: { tokenFile } } };

/** A command is looked for on PATH, unless it has a slash: then it is a path, relative to the file. */
function withCommand(user: User, absolute: (path: string) => string): User {
  const command: unknown = user.exec?.command;
  if (typeof command !== "string" || !command.includes("/") || isAbsolute(command)) return user;
  return { ...user, exec: { ...user.exec, command: absolute(command) } };
}
