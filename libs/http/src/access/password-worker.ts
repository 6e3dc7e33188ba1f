import { parentPort } from "node:worker_threads";
import { compareSync } from "bcryptjs";
import type { PasswordAnswer, PasswordQuestion } from "./password-messages.ts";

// The password thread: bcrypt is slow on purpose, and in plain JavaScript it would hold up every answer meanwhile.
parentPort?.on("message", ({ id, password, hash }: PasswordQuestion) => {
  const answer: PasswordAnswer = { id, matches: compareSync(password, hash) };
  parentPort?.postMessage(answer, []);
});
