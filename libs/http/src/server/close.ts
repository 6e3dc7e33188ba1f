import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/**
 * Prepares a server for an end without cut answers; call it before the first request.
 * The returned function stops listening, closes idle connections at once and busy ones as they finish, and cuts what
 * is left after `graceMs` milliseconds.
 */
export function closeGracefully(server: Server): (graceMs: number) => Promise<void> {
  let isClosing = false;
  const sockets = new Set<Socket>();
  // The server itself knows no connection whose handshake is not over.
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.on("request", (_request, response: ServerResponse) => {
    // A connection that is kept alive would hold the server open until its idle timeout.
    response.once("close", () => {
      if (isClosing) setImmediate(() => server.closeIdleConnections());
    });
  });
  return (graceMs) =>
    new Promise((resolve) => {
      isClosing = true;
      const cut = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, graceMs);
      server.close(() => {
        clearTimeout(cut);
        resolve();
      });
    });
}
