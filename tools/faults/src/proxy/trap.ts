import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Trap {
  readonly url: string;
  /** @throws when it was asked */
  readonly expectSilence: () => void;
}

/** A server that nobody should ask: where a redirect leads. */
export async function startTrap(): Promise<Trap & { readonly stop: () => Promise<void> }> {
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    response.end("{}");
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/elsewhere`,
    expectSilence: () => {
      if (requests > 0) throw new Error("the redirect was followed");
    },
    stop: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
