import { startService } from "@xp-tracker/testing";
import type { AppEnvironment, RunningService } from "@xp-tracker/testing";

/** Two pollers that compete. */
export interface PollerPair {
  /** Which of the two leads, as far as they say. */
  readonly leader: () => Seat | undefined;
  readonly all: () => readonly RunningService[];
  readonly at: (seat: Seat) => RunningService;
  /** SIGKILL, and a new one in its place. */
  readonly kill: (seat: Seat) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export type Seat = 0 | 1;
const seats: readonly Seat[] = [0, 1];

const ROLES: Readonly<Record<string, boolean>> = { leading: true, "no longer leading": false };

const isLeading = ({ log }: RunningService): boolean => {
  const last = log.findLast(({ msg }) => Object.hasOwn(ROLES, msg));
  return last !== undefined && ROLES[last.msg] === true;
};

export async function startPollers(environment: AppEnvironment): Promise<PollerPair> {
  const start = () => startService("poller", environment);
  const pair: [RunningService, RunningService] = [await start(), await start()];
  const ended: RunningService[] = [];
  return {
    leader: () => seats.find((seat) => isLeading(pair[seat])),
    all: () => [...ended, ...pair],
    at: (seat) => pair[seat],
    kill: async (seat) => {
      pair[seat].kill("SIGKILL");
      await pair[seat].exited;
      ended.push(pair[seat]);
      pair[seat] = await start();
    },
    stop: async () => {
      for (const poller of pair) poller.kill("SIGCONT");
      await Promise.all(pair.map((poller) => poller.stop()));
    },
  };
}
