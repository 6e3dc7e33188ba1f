/** What a reader asked to get. Tables are not made here: who accepts nothing else gets a 406, as from a server too old for them. */
export type Representation = "json" | "yaml" | "partial" | "partial-list" | "none";

const known: readonly { readonly pattern: RegExp; readonly representation: Representation }[] = [
  { pattern: /^application\/json;.*\bas=PartialObjectMetadataList\b/, representation: "partial-list" },
  { pattern: /^application\/json;.*\bas=PartialObjectMetadata\b/, representation: "partial" },
  { pattern: /^application\/json;.*\bas=/, representation: "none" },
  { pattern: /^(application\/json|application\/\*|\*\/\*)($|;)/, representation: "json" },
  { pattern: /^application\/yaml($|;)/, representation: "yaml" },
];

/** The first representation in the Accept header that can be served; without a header, JSON. */
export function representation(accept: string): Representation {
  if (accept.trim() === "") return "json";
  for (const range of accept.split(",")) {
    const found = known.find(({ pattern }) => pattern.test(range.trim()))?.representation ?? "none";
    if (found !== "none") return found;
  }
  return "none";
}
