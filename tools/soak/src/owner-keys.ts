import type { OwnerKeys } from "./recount/owners.ts";

/** The annotations of the generated platform. */
export const ownerKeys: OwnerKeys = { creator: "platform.example/created-by", team: "platform.example/team" };
