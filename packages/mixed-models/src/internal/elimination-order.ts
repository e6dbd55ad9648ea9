/** A column that touches at least this share of what remains is not worth keeping sparse. */
const denseShare = 0.8

export interface EliminationOrder {
  /** All nodes in the order of elimination. */
  readonly sequence: readonly number[]
  /** Index in `sequence` from which the rest is dense. */
  readonly tailNode: number
  /** For each node of the sequence from `leading` to `tailNode`: the nodes that it touches when it is eliminated. */
  readonly fill: readonly Int32Array[]
}

/**
 * Minimum-degree elimination order of a graph whose first `leading` nodes do not touch each other and go first. The rest is kept as rows of
 * bits, so an elimination is a few thousand word operations. Ties go to the lowest number: the order is deterministic.
 *
 * @param neighbours - For each node, its neighbours with higher numbers.
 */
export function eliminationOrder(neighbours: readonly (readonly number[])[], leading: number): EliminationOrder {
  const total = neighbours.length
  const size = total - leading
  const words = Math.ceil(size / 32)
  const bits = Array.from({ length: size }, () => new Int32Array(words))
  const join = (a: number, b: number): void => {
    if (a === b) return
    bits[a]![b >> 5]! |= 1 << (b & 31)
    bits[b]![a >> 5]! |= 1 << (a & 31)
  }
  for (let node = 0; node < total; node += 1) {
    const later = neighbours[node]!.map((other) => other - leading)
    if (node >= leading) for (const other of later) join(node - leading, other)
    else for (const a of later) for (const b of later) join(a, b)
  }
  const degrees = Int32Array.from(bits, (row) => countBits(row))
  const sequence = Array.from({ length: leading }, (_, node) => node)
  const fill: Int32Array[] = []
  const remaining = new Set(Array.from({ length: size }, (_, node) => node))
  while (remaining.size > 0) {
    let next = -1
    for (const node of remaining) if (next < 0 || degrees[node]! < degrees[next]!) next = node
    if (degrees[next]! >= denseShare * (remaining.size - 1)) break
    remaining.delete(next)
    sequence.push(next + leading)
    const row = bits[next]!
    const touched = listBits(row)
    fill.push(touched.map((node) => node + leading))
    for (const node of touched) {
      const other = bits[node]!
      for (let w = 0; w < words; w += 1) other[w]! |= row[w]!
      other[node >> 5]! &= ~(1 << (node & 31))
      other[next >> 5]! &= ~(1 << (next & 31))
      degrees[node] = countBits(other)
    }
  }
  const tailNode = sequence.length
  return { sequence: [...sequence, ...Array.from(remaining, (node) => node + leading)], tailNode, fill }
}

function countBits(row: Int32Array): number {
  let total = 0
  for (const word of row) {
    let v = word - ((word >>> 1) & 0x55555555)
    v = (v & 0x33333333) + ((v >>> 2) & 0x33333333)
    total += Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
  }
  return total
}

function listBits(row: Int32Array): Int32Array {
  const out: number[] = []
  row.forEach((word, w) => {
    for (let rest = word; rest !== 0; rest &= rest - 1) out.push(w * 32 + (31 - Math.clz32(rest & -rest)))
  })
  return Int32Array.from(out)
}
