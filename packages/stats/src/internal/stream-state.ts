const two32 = 2 ** 32
const golden = 0x9e3779b9
const rounds = 4

/**
 * The 128-bit start of stream `stream` of seed `seed`, as four 32-bit words.
 *
 * The words (seed low, seed high, stream low, stream high) pass four rounds; each step adds to one word its neighbour and a
 * constant of the golden Weyl sequence and applies the finaliser of MurmurHash3. Every step can be undone, so the map is a
 * bijection of 128 bits: no two (seed, stream) collide. The state of zeros, which xoroshiro128+ cannot leave, comes
 * from a single input, and the oracle's script shows that it is no pair of safe integers.
 */
export function streamState(seed: number, stream: number): readonly [number, number, number, number] {
  let a = seed | 0
  let b = Math.floor(seed / two32) | 0
  let c = stream | 0
  let d = Math.floor(stream / two32) | 0
  let weyl = 0
  const step = (word: number, neighbour: number): number => {
    weyl = (weyl + golden) | 0
    return finalise((word + neighbour + weyl) | 0)
  }
  for (let round = 0; round < rounds; round += 1) {
    a = step(a, d)
    b = step(b, a)
    c = step(c, b)
    d = step(d, c)
  }
  return [a, b, c, d]
}

function finalise(word: number): number {
  let mixed = word
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
