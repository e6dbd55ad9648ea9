const table = new Int32Array(256)
for (let byte = 0; byte < 256; byte += 1) {
  let value = byte
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xed_b8_83_20 : value >>> 1
  table[byte] = value
}

/** CRC-32 of a zip member (polynomial 0xEDB88320, reflected), continued from `start` when bytes come in parts. */
export function crc32(bytes: Uint8Array, start = 0): number {
  let value = ~start
  for (const byte of bytes) value = table[(value ^ byte) & 0xff]! ^ (value >>> 8)
  return ~value >>> 0
}
