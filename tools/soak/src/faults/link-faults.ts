import type { Line } from "../stack/relay.ts";
import type { LinkName } from "../stack/surroundings.ts";
import { nothing } from "./fault.ts";
import type { Fault, FaultsOf } from "./fault.ts";

const modes: Readonly<Record<LinkName, readonly Line["mode"][]>> = {
  kube: ["cut", "frozen", "slow", "half"],
  "s3 of pollers": ["cut", "frozen", "slow", "half", "unavailable"],
  "s3 of exporters": ["cut", "frozen", "slow", "half", "unavailable"],
  redis: ["cut", "frozen"],
};

/** Connections are cut, stand still, drip, end in the middle, or reach somebody who only refuses. */
export const linkFaults: FaultsOf = ({ links }) =>
  (Object.keys(modes) as LinkName[]).flatMap((name) => {
    const link = links[name];
    const lasting = modes[name].map((mode): Fault => ({
      kind: `${name}: ${mode}`,
      target: name,
      holdMs: [500, 7_000],
      apply: (random) => {
        link.set(mode);
        // Whether what stood still goes on, or is found to be dead.
        const isDead = mode === "frozen" && random.chance(0.5);
        return Promise.resolve(() => {
          link.set("open");
          if (isDead) link.cut();
          return Promise.resolve();
        });
      },
    }));
    const once: Fault = {
      kind: `${name}: connections reset`,
      target: name,
      holdMs: [0, 0],
      apply: () => {
        link.cut();
        return Promise.resolve(nothing);
      },
    };
    return [...lasting, once];
  });
