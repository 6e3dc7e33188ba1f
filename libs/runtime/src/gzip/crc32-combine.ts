/** CRC-32's polynomial, bits reversed, as gzip uses it. */
const POLYNOMIAL = 0xedb88320;
/** x⁰ in the reversed order of bits. */
const ONE = 0x80000000;

/**
 * The CRC-32 of A followed by B, from theirs alone: crc(A)·x^(8·|B|) + crc(B) modulo the polynomial.
 * Source: zlib's crc32_combine. Takes time logarithmic in `bytesOfB` the first time.
 */
export function crc32Combine(crcOfA: number, crcOfB: number, bytesOfB: number): number {
  return (multiply(powerOf(bytesOfB), crcOfA) ^ crcOfB) >>> 0;
}

/**
 * Pieces are of like lengths, and a snapshot is combined of ten thousand each time: the last power of each place is kept.
 * A table of fixed size, since new lengths come for as long as a process lives.
 */
const PLACES = 8_192;
const lengthAt = new Float64Array(PLACES).fill(-1);
const powerAt = new Uint32Array(PLACES);

/** x^(8·bytes) */
function powerOf(bytes: number): number {
  const place = bytes % PLACES;
  if (lengthAt[place] !== bytes) {
    powerAt[place] = powerOfX(bytes * 8);
    lengthAt[place] = bytes;
  }
  return powerAt[place] ?? 0;
}

/** x^exponent, by squaring. Exponents may exceed 32 bits, so they are halved by division. */
function powerOfX(exponent: number): number {
  let power = ONE;
  for (let rest = exponent, bit = 0; rest > 0; rest = Math.floor(rest / 2), bit++) {
    if (rest % 2 === 1) power = multiply(squares[bit] ?? 0, power);
  }
  return power;
}

/** a·b modulo the polynomial, in GF(2). Without branches: on bits that are as good as random they cost four times as much. */
function multiply(a: number, b: number): number {
  let product = 0;
  let shifted = b;
  for (let bit = 31; bit >= 0; bit--) {
    product ^= shifted & -((a >>> bit) & 1);
    shifted = (shifted >>> 1) ^ (POLYNOMIAL & -(shifted & 1));
  }
  return product >>> 0;
}

/** x^(2^i), made once: a page is combined of thousands of segments. */
const squares: readonly number[] = repeatedSquares(53);

function repeatedSquares(count: number): readonly number[] {
  const all = [ONE >>> 1];
  for (let last = ONE >>> 1; all.length < count; all.push(last)) last = multiply(last, last);
  return all;
}
