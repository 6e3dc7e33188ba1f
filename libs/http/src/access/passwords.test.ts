import { once } from "node:events";
import type { Worker } from "node:worker_threads";
import { hashSync } from "bcryptjs";
import { expect, it, onTestFinished } from "vitest";
import { passwordCheck } from "./password-check.ts";
import { passwordThread } from "./password-thread.ts";

const users = new Map([["alice", hashSync("right", 4)]]);

function realThread(options?: Parameters<typeof passwordThread>[0]) {
  const thread = passwordThread(options);
  onTestFinished(() => thread.close());
  return thread;
}

/** A thread that counts what it is asked, and answers when told. */
function countingThread(matches = true) {
  const hashes: string[] = [];
  const answers: (() => void)[] = [];
  const compare = (_password: string, hash: string): Promise<boolean> => {
    hashes.push(hash);
    return new Promise((resolve) => answers.push(() => resolve(matches)));
  };
  const answerAll = (): void => {
    for (const answer of answers.splice(0)) answer();
  };
  return { compare, hashes, answerAll };
}

it("lets in the right password, and no other password, user or spelling", async () => {
  const check = passwordCheck(realThread());
  expect(await check("alice", "right", users)).toBe("right");
  for (const [user, password] of [
    ["alice", "wrong"],
    ["alice", ""],
    ["Alice", "right"],
    ["mallory", "right"],
    ["", ""],
  ] as const) {
    expect(await check(user, password, users)).toBe("wrong");
  }
});

it("reads the hashes that htpasswd and Go make: $2y$, $2a$ and $2b$", async () => {
  const check = passwordCheck(realThread());
  const [, , cost, rest] = (users.get("alice") ?? "").split("$");
  for (const version of ["2a", "2b", "2y"]) {
    expect(await check("alice", "right", new Map([["alice", `$${version}$${cost}$${rest}`]]))).toBe("right");
  }
});

it("does not pay for bcrypt again for what was right, until the hash changes", async () => {
  const thread = countingThread();
  const check = passwordCheck(thread);
  const first = check("alice", "right", users);
  thread.answerAll();
  await first;
  expect(check("alice", "right", users)).toBe("right");
  expect(thread.hashes).toHaveLength(1);

  void check("alice", "right", new Map([["alice", hashSync("new", 4)]]));
  expect(thread.hashes).toHaveLength(2);
  expect(check("alice", "right", new Map())).not.toBe("right");
});

it("compares what was wrong again", async () => {
  const thread = countingThread(false);
  const check = passwordCheck(thread);
  for (const times of [1, 2]) {
    const verdict = check("alice", "wrong", users);
    thread.answerAll();
    expect(await verdict).toBe("wrong");
    expect(thread.hashes).toHaveLength(times);
  }
});

it("compares the password of an unknown user with a hash of the same cost", () => {
  const thread = countingThread();
  const check = passwordCheck(thread);
  void check("mallory", "right", new Map([["alice", `$2y$12$${"a".repeat(53)}`]]));
  expect(thread.hashes).toEqual([expect.stringMatching(/^\$2b\$12\$.{53}$/)]);
});

it("never takes an unknown user for known, even where the stand-in matches", async () => {
  const thread = countingThread(true);
  const verdict = passwordCheck(thread)("mallory", "any", users);
  thread.answerAll();
  expect(await verdict).toBe("wrong");
});

it("compares eight passwords at the same time, one for all who show the same, and asks others to come again", () => {
  const thread = countingThread();
  const check = passwordCheck(thread);
  for (let guess = 0; guess < 8; guess += 1) void check("alice", `guess ${guess}`, users);
  expect(check("alice", "guess 8", users)).toBe("busy");
  expect(check("alice", "guess 7", users)).toBeInstanceOf(Promise);
  expect(thread.hashes).toHaveLength(8);
});

it("leaves the main thread free while it compares", async () => {
  const check = passwordCheck(realThread());
  const costly = new Map([["alice", hashSync("right", 4).replace("$04$", "$11$")]]);
  // The start of the thread is not what is measured.
  await check("alice", "warm", users);
  let turns = 0;
  const count = (): void => {
    turns += 1;
    turn = setImmediate(count);
  };
  let turn = setImmediate(count);
  const verdict = await check("alice", "wrong", costly);
  clearImmediate(turn);
  expect(verdict).toBe("wrong");
  // Compared on the main thread, at once or piece by piece, it leaves a handful; else there are many thousands.
  expect(turns).toBeGreaterThan(100);
});

it("starts another thread where one ended, and says why those who waited got no answer", async () => {
  const program = new URL("data:text/javascript,throw new Error('out of memory')");
  const thread = realThread({ program });
  for (let round = 0; round < 2; round += 1) {
    await expect(thread.compare("p", "h")).rejects.toMatchObject({
      code: "PASSWORD_THREAD",
      cause: { message: "out of memory" },
    });
  }
});

it("ends a thread that has nothing to do, and starts another when it has", async () => {
  const started: Worker[] = [];
  const onStart = (worker: Worker): void => void started.push(worker);
  process.on("worker", onStart);
  onTestFinished(() => void process.off("worker", onStart));
  const thread = realThread({ idleMs: 1 });
  const hash = users.get("alice") ?? "";
  expect(await thread.compare("right", hash)).toBe(true);
  expect(started).toHaveLength(1);
  await once(started[0] as Worker, "exit");
  expect(await thread.compare("right", hash)).toBe(true);
  expect(started).toHaveLength(2);
});
