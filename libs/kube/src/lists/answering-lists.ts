import { KubeApiError, type FailureClass } from "../api-error.ts";
import type { KubeClient } from "../kube-client.ts";
import type { ListRequest, Lists } from "./lists.ts";

/** Every API server answers there, and to every authenticated user; a refusal is an answer too. */
const PATH = "/version";

const NO_ANSWER: ReadonlySet<FailureClass> = new Set(["network", "timeout"]);

/**
 * The same lists while the server answers. A watch is silent when nothing happens and when nothing is there any more, so
 * each sweep asks the server something small; when no answer comes, what is kept may be old, and lists fail until one does.
 */
export function answeringLists(client: KubeClient, lists: Lists): Lists {
  const closing = new AbortController();
  let silence: Promise<KubeApiError | undefined> = Promise.resolve(undefined);

  const ask = async (): Promise<KubeApiError | undefined> => {
    try {
      await client.get(PATH, {}, closing.signal);
    } catch (error) {
      if (error instanceof KubeApiError && NO_ANSWER.has(error.errorClass)) return error;
    }
    return undefined;
  };

  return {
    ...lists,
    async objects<T>(request: ListRequest<T>, signal: AbortSignal) {
      // Asked for in any case: what nobody asks for is given up.
      const items = lists.objects(request, signal);
      // It may fail before the question is answered, and then nobody waits for it yet.
      items.catch(() => undefined);
      const error = await silence;
      if (error !== undefined) throw error;
      return items;
    },
    sweep: () => {
      lists.sweep();
      silence = ask();
    },
    close: () => {
      closing.abort();
      lists.close();
    },
  };
}
