/** A number in [0, 2^52) for a text: FNV-1a over two 26-bit halves. The same everywhere; not for cryptography. */
export function textSeed(text: string): number {
  let low = 0x81_1c_9d_c5
  let high = 0x9d_c5_81_1c
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    low = Math.imul(low ^ code, 0x01_00_01_93)
    high = Math.imul(high ^ (code + i), 0x01_00_01_93) ^ (low >>> 15)
  }
  return (low >>> 6) * 2 ** 26 + (high >>> 6)
}
