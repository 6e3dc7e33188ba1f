import { execFileSync } from "node:child_process";
import { constants } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { answersInTime } from "./answers-in-time.ts";

const never = new AbortController().signal;

/** A named pipe that nobody writes to hangs whoever opens it, as a dead volume does. */
async function hangingFile(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "xp-tracker-hang-"));
  const path = join(directory, "pipe");
  execFileSync("mkfifo", [path]);
  onTestFinished(() => rm(directory, { recursive: true }));
  return path;
}

/** Lets those who wait for the pipe go. */
async function revive(path: string): Promise<void> {
  const writer = await open(path, constants.O_RDWR | constants.O_NONBLOCK);
  await sleep(50);
  await writer.close();
}

it("gives an answer up at the deadline, and asks nothing more until it came", async () => {
  const path = await hangingFile();
  const ask = answersInTime("here");
  const asked: string[] = [];
  const opening = ask(
    50,
    async () => {
      asked.push("open");
      await (await open(path)).close();
    },
    never,
  );
  await expect(opening).rejects.toMatchObject({ code: "DEADLINE_EXCEEDED" });
  const more = (): Promise<string> => ask(50, async () => `asked ${asked.push("more")}`, never);
  await expect(more()).rejects.toThrow("has not answered yet");
  expect(asked).toEqual(["open"]);

  await revive(path);
  await expect.poll(() => more().catch(String)).toBe("asked 2");
});

it("ends at once when the signal aborts", async () => {
  const path = await hangingFile();
  const stop = new AbortController();
  const opening = answersInTime("here")(60_000, async () => await (await open(path)).close(), stop.signal);
  stop.abort(new Error("shutting down"));
  await expect(opening).rejects.toThrow("shutting down");
  await revive(path);
});

it("passes on what goes wrong", async () => {
  await expect(answersInTime("here")(1_000, () => open("/nowhere"), never)).rejects.toMatchObject({ code: "ENOENT" });
});
