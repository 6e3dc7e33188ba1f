import { spawn } from "node:child_process";
import type { ChildProcess, SpawnOptions } from "node:child_process";
import type { KubeConfig } from "@kubernetes/client-node";
import { childEnvironment } from "@xp-tracker/runtime";

/** What client-node starts plugins with. */
interface ExecAuth {
  execFn: (command: string, args: readonly string[] | undefined, options: SpawnOptions) => ChildProcess;
}

/**
 * Has the exec plugins of a kubeconfig started as kubectl starts them where nobody can be asked: told so, with nothing to
 * read, and ended when they take longer than `timeoutMs`. client-node by itself waits for ever, for each of them.
 */
export function boundExecPlugins(config: KubeConfig, timeoutMs: number): void {
  const { authenticators } = config as unknown as { readonly authenticators: readonly object[] };
  const apiVersion: unknown = config.getCurrentUser()?.exec?.apiVersion;
  const spec = { interactive: false };
  const info = { KUBERNETES_EXEC_INFO: JSON.stringify({ apiVersion, kind: "ExecCredential", spec }) };
  for (const authenticator of authenticators) {
    if (!isExecAuth(authenticator)) continue;
    authenticator.execFn = (command, args = [], options) => {
      const env = options.env === undefined ? childEnvironment(info) : { ...options.env, ...info };
      const plugin = spawn(command, args, { ...options, env, stdio: ["ignore", "pipe", "pipe"] });
      endAfter(plugin, command, timeoutMs);
      return plugin;
    };
  }
}

const isExecAuth = (authenticator: object): authenticator is ExecAuth => "execFn" in authenticator;

function endAfter(plugin: ChildProcess, command: string, timeoutMs: number): void {
  const timer = setTimeout(() => {
    plugin.emit("error", new Error(`${command} did not end within ${timeoutMs / 1_000} s`));
    plugin.kill("SIGKILL");
    // What the plugin itself has started may hold them open.
    for (const output of [plugin.stdout, plugin.stderr]) output?.destroy();
  }, timeoutMs);
  plugin.once("close", () => clearTimeout(timer));
}
