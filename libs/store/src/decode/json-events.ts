/** What the scanner finds in the one object that a document is. */
export interface JsonEvents {
  /** A member's value is an array; its elements follow one by one. */
  array(key: string): void;
  element(key: string, value: unknown): void;
  /** A member whose value is anything else. */
  member(key: string, value: unknown): void;
  /** Whether the elements of this array shall be parsed; without, they are only passed over. */
  wants(key: string): boolean;
  /** Takes the elements of some arrays as they stand. */
  readonly raw?: RawElements;
}

export interface RawElements {
  wants(key: string): boolean;
  /**
   * What stands between two elements as they are usually written: `},{"first key":`. In JSON it stands nowhere but between
   * two objects, for a text cannot hold a quote that is not escaped. Where it is found, elements need no look at each byte.
   */
  readonly between: Buffer;
  /** The bytes of one element, which are good during the call only. */
  element(bytes: Buffer): void;
  /**
   * How many bytes of what follows, which begins with an element, are whole elements that were scanned before; 0 where
   * that is not known. More than there are: ask again with so many.
   */
  known(rest: Buffer): number;
  /** There are no more elements. */
  end(): void;
}
