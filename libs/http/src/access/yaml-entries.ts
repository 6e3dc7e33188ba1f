import { isMap, isScalar, LineCounter, parseDocument, visit } from "yaml";
import type { Node } from "yaml";

/** A key of a YAML file with what it was given: `["tls_server_config", "cert_file"]`. */
export interface Entry {
  readonly path: readonly string[];
  /** Scalars and lists as they are; maps are entries of their own. */
  readonly value: unknown;
  readonly line: number;
}

interface YamlFault {
  readonly line: number;
  readonly reason: string;
}

export interface YamlEntries {
  readonly entries: readonly Entry[];
  readonly faults: readonly YamlFault[];
}

/** All leaves of a YAML document, in their order. Keys without a value are left out, as Prometheus reads them. */
export function yamlEntries(text: string): YamlEntries {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: "silent" });
  const faults = document.errors.map(({ message, pos: [start] }) => ({
    line: lines.linePos(start).line,
    // What follows the first line repeats the file, which may hold secrets.
    reason: message.replace(/ at line[^]*/, ""),
  }));
  if (faults.length > 0) return { entries: [], faults };
  if (document.contents === null) return { entries: [], faults: [] };
  // They may contain themselves, or each other a billion times.
  const aliases: YamlFault[] = [];
  visit(document, {
    Alias: (_key, { range }) =>
      void aliases.push({ line: lines.linePos(range?.[0] ?? 0).line, reason: "it has an alias" }),
  });
  if (aliases.length > 0) return { entries: [], faults: aliases };
  if (!isMap(document.contents)) return { entries: [], faults: [{ line: 1, reason: "the file is not a map of keys" }] };

  const lineOf = (node: unknown): number => lines.linePos((node as Node).range?.[0] ?? 0).line;
  const leavesOf = (node: unknown, path: readonly string[], line: number): readonly Entry[] => {
    if (isMap(node)) {
      return node.items.flatMap(({ key, value }) => {
        const name = isScalar(key) ? String(key.value) : String(key);
        return leavesOf(value, [...path, name], lineOf(key));
      });
    }
    const value: unknown = node === null ? null : (node as Node).toJS(document);
    return value === null ? [] : [{ path, value, line }];
  };
  return { entries: leavesOf(document.contents, [], 1), faults: [] };
}
