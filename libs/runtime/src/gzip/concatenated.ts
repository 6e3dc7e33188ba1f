/**
 * As `Buffer.concat`, but never in Node's shared pool: a piece that is kept would keep all that lies beside it, and
 * whoever gets the whole may transfer it to another thread.
 */
export function concatenated(pieces: readonly Buffer[]): Buffer {
  const whole = Buffer.allocUnsafeSlow(pieces.reduce((bytes, piece) => bytes + piece.byteLength, 0));
  let at = 0;
  for (const piece of pieces) at += piece.copy(whole, at);
  return whole;
}
