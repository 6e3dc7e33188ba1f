import { once } from "node:events";
import { connect } from "node:net";

/** Tells a Redis what to do, as its operator. @throws what it refuses */
export async function tellRedis(port: number, ...commands: readonly string[]): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  try {
    for (const command of commands) {
      socket.write(`${command}\r\n`);
      const [answer] = (await once(socket, "data")) as [Buffer];
      if (answer.toString().startsWith("-")) throw new Error(`${command}: ${answer.toString()}`);
    }
  } finally {
    socket.destroy();
  }
}
