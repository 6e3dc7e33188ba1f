/** The bytes are not a snapshot. The message reads well after the snapshot's location: "breaks off". */
export class FormatError extends Error {}

/** JSON, but not what a snapshot has in this place. A newer major version may look like this. */
export class ShapeError extends FormatError {}
