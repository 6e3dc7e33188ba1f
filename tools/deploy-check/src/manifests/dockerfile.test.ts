import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { dockerfilePath } from "./paths.ts";

interface Stage {
  readonly head: string;
  readonly copies: readonly string[];
}

const stages = readFileSync(dockerfilePath, "utf8")
  .split(/^(?=FROM )/m)
  .slice(1)
  .map((text): Stage => ({ head: /^FROM .*/.exec(text)?.[0] ?? "", copies: text.match(/^COPY .*/gm) ?? [] }));

describe("the Dockerfile", () => {
  it("lets everybody read what it copies from the checkout into an image, whatever the umask there", () => {
    const ofImages = stages.filter(({ head }) => !head.includes("--platform=$BUILDPLATFORM"));
    const fromCheckout = ofImages.flatMap(({ copies }) => copies).filter((copy) => !copy.includes("--from="));
    expect(fromCheckout.map((copy) => /--chmod=0[0-7]{2}([0-7])/.exec(copy)?.[1])).toEqual(["4"]);
  });
});
