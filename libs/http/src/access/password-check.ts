import type { PasswordThread } from "./password-thread.ts";
import { keyedDigest } from "./token-check.ts";

/** `busy`: too many others are being compared; to be asked again. */
type PasswordVerdict = "right" | "wrong" | "busy";

export type PasswordCheck = (
  user: string,
  password: string,
  users: ReadonlyMap<string, string>,
) => PasswordVerdict | Promise<PasswordVerdict>;

/** One comparison takes some 100 ms: further guesses would only make the queue longer. */
const MAX_WAITING = 8;
/** Far more than a process has scrapers. */
const MAX_REMEMBERED = 256;

/**
 * Compares passwords with bcrypt hashes. What was right before is known by a digest, so that a scrape does not pay for
 * bcrypt each time; what was wrong is compared again. Unknown users take as long as known ones.
 */
export function passwordCheck(thread: Pick<PasswordThread, "compare">, digest = keyedDigest()): PasswordCheck {
  const right = new Set<string>();
  const comparing = new Map<string, Promise<PasswordVerdict>>();

  const compare = async (key: string, password: string, hash: string, isUser: boolean): Promise<PasswordVerdict> => {
    try {
      const matches = await thread.compare(password, hash);
      if (!matches || !isUser) return "wrong";
      if (right.size >= MAX_REMEMBERED) right.clear();
      right.add(key);
      return "right";
    } finally {
      comparing.delete(key);
    }
  };

  return (user, password, users) => {
    const known = users.get(user);
    const hash = known ?? standIn(users);
    // With the hash in it, what was right for a password that was changed since is not.
    const key = digest(user, password, hash).toString("base64");
    if (right.has(key)) return "right";
    const underWay = comparing.get(key);
    if (underWay !== undefined) return underWay;
    if (comparing.size >= MAX_WAITING) return "busy";
    const verdict = compare(key, password, hash, known !== undefined);
    comparing.set(key, verdict);
    return verdict;
  };
}

/** A hash of nothing, as costly as the costliest of the users'. */
function standIn(users: ReadonlyMap<string, string>): string {
  const costs = [...users.values()].map((hash) => hash.slice(4, 6));
  return `$2b$${costs.toSorted().at(-1) ?? "10"}$${".".repeat(53)}`;
}
