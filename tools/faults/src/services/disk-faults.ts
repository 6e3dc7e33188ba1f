import { open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Undo } from "../proxy/tcp-proxy.ts";

const TRIES = 100;

/** The poller may put its own there in between. */
async function insist(step: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await step();
      return;
    } catch (error) {
      if (tries === TRIES) throw error;
    }
  }
}

/** Something else takes the place of what lies there, until it is undone. */
export async function inPlaceOf(path: string, put: () => Promise<unknown>): Promise<Undo> {
  const away = `${path}.away`;
  const clear = (): Promise<void> => rm(path, { recursive: true, force: true });
  await rename(path, away);
  await insist(async () => {
    await clear();
    await put();
  });
  return () =>
    insist(async () => {
      await clear();
      await rename(away, path);
    });
}

/** Puts this in the snapshot's place again and again, however often the poller replaces it. */
export async function spoil(snapshot: string, made: (good: Buffer) => Buffer): Promise<Undo> {
  const good = await readFile(snapshot);
  const over = new AbortController();
  const spoiling = (async () => {
    while (!over.signal.aborted) {
      await writeFile(`${snapshot}.spoilt`, made(good));
      await rename(`${snapshot}.spoilt`, snapshot);
      await sleep(20);
    }
  })();
  return async () => {
    over.abort();
    await spoiling;
  };
}

/** Writes to this file until no byte of the file system is left. */
export async function fill(path: string): Promise<Undo> {
  const over = new AbortController();
  // Again and again: what is removed while a snapshot is replaced makes room.
  const filling = (async () => {
    await using file = await open(path, "w");
    while (!over.signal.aborted) {
      for (const size of [65_536, 4_096])
        while (await file.write(Buffer.alloc(size)).then(Boolean, () => false)) continue;
      await sleep(5);
    }
  })();
  return async () => {
    over.abort();
    await filling;
    await rm(path);
  };
}
