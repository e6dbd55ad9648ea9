import { eliminationOrder } from './elimination-order.js'
import type { WhitenedDesign } from './whitened-design.js'

/** Cross-products of one pair of groups of different factors: a block of Z'Z. */
export interface Edge {
  /** Node numbers, `upper` being eliminated later. */
  readonly upper: number
  readonly lower: number
  /** Rows of `upper` by columns of `lower`, row-major. */
  readonly block: Float64Array
}

/** A group of one factor. */
export interface CrossedNode {
  readonly factor: number
  readonly level: number
  /** First scalar position: leading nodes count from 0, and the others from 0 in the matrix that remains after them. */
  readonly position: number
  readonly q: number
  /** Own block of Z'Z. */
  readonly block: Float64Array
  /** Edges to nodes eliminated later. */
  readonly edges: Edge[]
}

/**
 * Z'Z of a model with several grouping factors as a graph of groups, in elimination order: first every group of the factor with most
 * columns (these do not touch each other), then the others by minimum degree. `tail` is where the rest is so full that it is dense.
 */
export interface CrossedStructure {
  readonly nodes: readonly CrossedNode[]
  /** nodeOf[factor][level]. */
  readonly nodeOf: readonly Int32Array[]
  /** How many nodes belong to the leading factor. */
  readonly leading: number
  readonly leadingFactor: number
  /** Scalar columns of the leading factor, and of all others. */
  readonly leadingSize: number
  readonly trailingSize: number
  /** Scalar position from which the trailing matrix is treated as dense. */
  readonly tail: number
  /** For each trailing node before the tail: the trailing scalar positions after it that its column touches. */
  readonly fill: readonly Int32Array[]
  /** Z'X, one row of p for each scalar column: leading first, then trailing. */
  readonly zx: Float64Array
}

/** Builds the graph and its elimination order. */
export function crossedStructure(design: WhitenedDesign): CrossedStructure {
  const { factors, n, p } = design
  const sizes = factors.map(({ factor, columns }) => factor.levels.length * columns.length)
  const leadingFactor = sizes.indexOf(Math.max(...sizes))
  // Raw nodes: leading first, the others in order of factor and level.
  const order = [leadingFactor, ...factors.map((_, f) => f).filter((f) => f !== leadingFactor)]
  const firstNode = new Map<number, number>()
  let count = 0
  for (const f of order) {
    firstNode.set(f, count)
    count += factors[f]!.factor.levels.length
  }
  const leading = factors[leadingFactor]!.factor.levels.length
  const rawFactor = new Int32Array(count)
  for (const f of order) {
    rawFactor.fill(f, firstNode.get(f), firstNode.get(f)! + factors[f]!.factor.levels.length)
  }
  const pairs = new Map<number, Float64Array>()
  const own = Array.from(rawFactor, (f) => new Float64Array(factors[f]!.columns.length ** 2))
  for (let row = 0; row < n; row += 1) {
    for (let a = 0; a < order.length; a += 1) {
      const fa = order[a]!
      const nodeA = firstNode.get(fa)! + factors[fa]!.factor.codes[row]!
      addOuter(own[nodeA]!, factors[fa]!.columns, factors[fa]!.columns, row)
      for (let b = 0; b < a; b += 1) {
        const fb = order[b]!
        const key = nodeA * count + firstNode.get(fb)! + factors[fb]!.factor.codes[row]!
        let block = pairs.get(key)
        if (block === undefined) {
          block = new Float64Array(factors[fa]!.columns.length * factors[fb]!.columns.length)
          pairs.set(key, block)
        }
        addOuter(block, factors[fa]!.columns, factors[fb]!.columns, row)
      }
    }
  }
  const neighbours = Array.from({ length: count }, (): number[] => [])
  for (const key of pairs.keys()) neighbours[key % count]!.push(Math.floor(key / count))
  const { sequence, tailNode, fill } = eliminationOrder(neighbours, leading)

  const place = new Int32Array(count)
  sequence.forEach((raw, at) => {
    place[raw] = at
  })
  const nodes: CrossedNode[] = []
  const nodeOf = factors.map(({ factor }) => new Int32Array(factor.levels.length))
  let position = 0
  sequence.forEach((raw, at) => {
    if (at === leading) position = 0
    const factor = rawFactor[raw]!
    const level = raw - firstNode.get(factor)!
    const q = factors[factor]!.columns.length
    nodes.push({ factor, level, position, q, block: own[raw]!, edges: [] })
    nodeOf[factor]![level] = at
    position += q
  })
  for (const [key, block] of pairs) {
    const a = place[Math.floor(key / count)]!
    const b = place[key % count]!
    const upper = Math.max(a, b)
    const lower = Math.min(a, b)
    const turned = a === upper ? block : transposed(block, nodes[a]!.q, nodes[b]!.q)
    nodes[lower]!.edges.push({ upper, lower, block: turned })
  }
  for (const node of nodes) node.edges.sort((x, y) => x.upper - y.upper)
  const leadingSize = leading * factors[leadingFactor]!.columns.length
  const trailingSize = leading === count ? 0 : position
  const scalars = (list: Int32Array): Int32Array =>
    Int32Array.from(
      Array.from(list, (raw) => nodes[place[raw]!]!)
        .toSorted((x, y) => x.position - y.position)
        .flatMap((node) => Array.from({ length: node.q }, (_, c) => node.position + c)),
    )
  const structure = {
    nodes,
    nodeOf,
    leading,
    leadingFactor,
    leadingSize,
    trailingSize,
    tail: tailNode < count ? nodes[tailNode]!.position : trailingSize,
    fill: fill.map(scalars),
  }
  return { ...structure, zx: crossWithColumns(structure, design, design.fixed.columns, p) }
}

/** Z'v for each of several row vectors v: one row for each scalar column of Z, leading factor first. */
export function crossWithColumns(
  structure: Pick<CrossedStructure, 'nodes' | 'nodeOf' | 'leading' | 'leadingSize' | 'trailingSize'>,
  design: WhitenedDesign,
  vectors: readonly Float64Array[],
  width: number = vectors.length,
): Float64Array {
  const { nodes, nodeOf, leading, leadingSize, trailingSize } = structure
  const out = new Float64Array((leadingSize + trailingSize) * width)
  design.factors.forEach(({ factor, columns }, f) => {
    for (let row = 0; row < design.n; row += 1) {
      const at = nodeOf[f]![factor.codes[row]!]!
      const start = (at < leading ? 0 : leadingSize) + nodes[at]!.position
      for (let c = 0; c < columns.length; c += 1) {
        const z = columns[c]![row]!
        if (z === 0) continue
        const target = (start + c) * width
        for (let k = 0; k < width; k += 1) out[target + k] = out[target + k]! + z * vectors[k]![row]!
      }
    }
  })
  return out
}

function addOuter(
  target: Float64Array,
  left: readonly Float64Array[],
  right: readonly Float64Array[],
  row: number,
): void {
  for (let i = 0; i < left.length; i += 1) {
    const value = left[i]![row]!
    for (let j = 0; j < right.length; j += 1) {
      const at = i * right.length + j
      target[at] = target[at]! + value * right[j]![row]!
    }
  }
}

function transposed(block: Float64Array, rows: number, columns: number): Float64Array {
  const out = new Float64Array(block.length)
  for (let i = 0; i < rows; i += 1) for (let j = 0; j < columns; j += 1) out[j * rows + i] = block[i * columns + j]!
  return out
}
