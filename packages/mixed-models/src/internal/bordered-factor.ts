import { symmetricProduct, timesInverse } from './crossed-kernels.js'
import { backwardSolve, choleskyInPlace, forwardSolve, logDeterminant, multiplyTransposed } from './dense.js'
import { choleskyTail, inverseTail } from './dense-tail.js'
import type { LaplaceData } from './laplace-data.js'
import type { UnitFactor } from './unit-factor.js'
import type { WhitenedFactor } from './whitened-design.js'

/** The groups of the factor with most effects do not touch each other: a block each, bordered by the effects of all other factors. */
interface Border {
  readonly q: number
  /** First column of the leading factor in a row, and its first effect. */
  readonly column: number
  readonly start: number
  readonly codes: Int32Array
  /** The columns of the other factors in a row. */
  readonly others: readonly number[]
  /** Effects of the other factors. */
  readonly size: number
  /** For each row and other column: number of its effect among the others. */
  readonly position: Int32Array
  /** The same among those that the row's leading group touches. */
  readonly local: Int32Array
  /** For each leading group: the effects of other factors that it touches, ascending. */
  readonly touched: readonly Int32Array[]
}

function borderOf({ n, width, places }: LaplaceData, factors: readonly WhitenedFactor[]): Border {
  const sizes = factors.map(({ factor, columns }) => factor.levels.length * columns.length)
  const leading = sizes.indexOf(Math.max(...sizes))
  const { factor, columns } = factors[leading]!
  const q = columns.length
  const before = factors.slice(0, leading)
  const column = before.reduce((sum, one) => sum + one.columns.length, 0)
  const start = sizes.slice(0, leading).reduce((sum, size) => sum + size, 0)
  const others = Array.from({ length: width }, (_, c) => c).filter((c) => c < column || c >= column + q)
  const wide = others.length
  const position = new Int32Array(n * wide)
  const sets = factor.levels.map(() => new Set<number>())
  for (let row = 0; row < n; row += 1) {
    others.forEach((c, i) => {
      const place = places[row * width + c]!
      position[row * wide + i] = place < start ? place : place - sizes[leading]!
      sets[factor.codes[row]!]!.add(position[row * wide + i]!)
    })
  }
  const touched = sets.map((set) => Int32Array.from(set).sort())
  const index = touched.map((list) => new Map(Array.from(list, (effect, k) => [effect, k])))
  const local = position.map((effect, k) => index[factor.codes[Math.floor(k / wide)]!]!.get(effect)!)
  const total = sizes.reduce((sum, size) => sum + size, 0)
  return { q, column, start, codes: factor.codes, others, size: total - sizes[leading]!, position, local, touched }
}

/** The factorisation for crossed or nested factors: the leading blocks are eliminated first, and what remains of the others is dense. */
export function borderedFactor(data: LaplaceData, factors: readonly WhitenedFactor[]): UnitFactor {
  const { n, width } = data
  const { q, column, start, codes, others, size, position, local, touched } = borderOf(data, factors)
  const wide = others.length
  const make = (sizes: readonly number[]): Float64Array[] => sizes.map((length) => new Float64Array(length))
  const groups = touched.map(() => q * q)
  const borders = touched.map((list) => list.length * q)
  const diagonal = make(groups)
  const border = make(borders)
  const corner = new Float64Array(size * size)
  const own = make(groups)
  const cross = make(borders)
  const inverse = new Float64Array(size * size)
  const rest = new Float64Array(size)
  const gathered = new Float64Array(size)
  const sums = new Float64Array(size)

  const fill = (weight: Float64Array, spherical: Float64Array): void => {
    for (const block of diagonal) {
      block.fill(0)
      for (let k = 0; k < q; k += 1) block[k * q + k] = 1
    }
    for (const block of border) block.fill(0)
    corner.fill(0)
    for (let k = 0; k < size; k += 1) corner[k * size + k] = 1
    for (let row = 0; row < n; row += 1) {
      const w = weight[row]!
      const from = row * width
      const block = diagonal[codes[row]!]!
      const edge = border[codes[row]!]!
      for (let a = 0; a < q; a += 1) {
        const left = w * spherical[from + column + a]!
        for (let b = 0; b <= a; b += 1) block[a * q + b] = block[a * q + b]! + left * spherical[from + column + b]!
      }
      for (let i = 0; i < wide; i += 1) {
        const left = w * spherical[from + others[i]!]!
        if (left === 0) continue
        const target = local[row * wide + i]! * q
        for (let a = 0; a < q; a += 1) edge[target + a] = edge[target + a]! + left * spherical[from + column + a]!
        const line = position[row * wide + i]! * size
        for (let j = 0; j <= i; j += 1) {
          const place = line + position[row * wide + j]!
          corner[place] = corner[place]! + left * spherical[from + others[j]!]!
        }
      }
    }
  }

  /** Factorises a leading block, turns its border into border L^-T, and takes it out of the corner. */
  const eliminate = (group: number): boolean => {
    const l = diagonal[group]!
    const v = border[group]!
    const list = touched[group]!
    if (!choleskyInPlace(l, q)) return false
    for (let a = 0; a < list.length; a += 1) {
      const at = a * q
      for (let k = 0; k < q; k += 1) {
        let value = v[at + k]!
        for (let m = 0; m < k; m += 1) value -= v[at + m]! * l[k * q + m]!
        v[at + k] = value / l[k * q + k]!
      }
      const line = list[a]! * size
      for (let b = 0; b <= a; b += 1) {
        let sum = 0
        for (let k = 0; k < q; k += 1) sum += v[at + k]! * v[b * q + k]!
        const place = line + list[b]!
        corner[place] = corner[place]! - sum
      }
    }
    return true
  }

  const invertGroup = (group: number): void => {
    const l = diagonal[group]!
    const v = border[group]!
    const list = touched[group]!
    const side = cross[group]!
    for (let c = 0; c < q; c += 1) {
      for (let a = 0; a < list.length; a += 1) gathered[a] = v[a * q + c]!
      symmetricProduct(inverse, size, list, gathered, sums)
      for (let a = 0; a < list.length; a += 1) side[a * q + c] = -sums[a]!
    }
    // own = L^-T (I - V' side) L^-1, where side is still -Sigma V; then side becomes -Sigma V L^-1.
    const block = multiplyTransposed(v, side, q, list.length, q, own[group])
    for (let k = 0; k < q * q; k += 1) block[k] = (k % (q + 1) === 0 ? 1 : 0) - block[k]!
    timesInverse(block, l, q, q)
    backwardSolve(l, q, block, q)
    timesInverse(side, l, list.length, q)
  }

  const cornerEntry = (a: number, b: number): number => inverse[a >= b ? a * size + b : b * size + a]!

  return {
    factorise: (weight, spherical) => {
      fill(weight, spherical)
      for (let group = 0; group < diagonal.length; group += 1) if (!eliminate(group)) return false
      return choleskyTail(corner, size, 0)
    },
    logDeterminant: () => diagonal.reduce((sum, l) => sum + logDeterminant(l, q), logDeterminant(corner, size)),
    solve: (vector) => {
      const behind = start + diagonal.length * q
      rest.set(vector.subarray(0, start))
      rest.set(vector.subarray(behind), start)
      diagonal.forEach((l, group) => {
        const part = vector.subarray(start + group * q, start + (group + 1) * q)
        forwardSolve(l, q, part, 1)
        touched[group]!.forEach((effect, a) => {
          let sum = 0
          for (let k = 0; k < q; k += 1) sum += border[group]![a * q + k]! * part[k]!
          rest[effect] = rest[effect]! - sum
        })
      })
      forwardSolve(corner, size, rest, 1)
      backwardSolve(corner, size, rest, 1)
      diagonal.forEach((l, group) => {
        const part = vector.subarray(start + group * q, start + (group + 1) * q)
        touched[group]!.forEach((effect, a) => {
          for (let k = 0; k < q; k += 1) part[k] = part[k]! - border[group]![a * q + k]! * rest[effect]!
        })
        backwardSolve(l, q, part, 1)
      })
      vector.set(rest.subarray(0, start))
      vector.set(rest.subarray(start), behind)
    },
    invert: () => {
      inverseTail(corner, inverse, size, 0)
      for (let group = 0; group < diagonal.length; group += 1) invertGroup(group)
    },
    restricted: (row, spherical, out, at) => {
      const from = row * width
      const block = own[codes[row]!]!
      const side = cross[codes[row]!]!
      for (let a = 0; a < q; a += 1) {
        let sum = 0
        for (let b = 0; b < q; b += 1) sum += block[a * q + b]! * spherical[from + column + b]!
        out[at + column + a] = sum
      }
      for (let i = 0; i < wide; i += 1) {
        const value = spherical[from + others[i]!]!
        const line = local[row * wide + i]! * q
        let sum = 0
        for (let a = 0; a < q; a += 1) {
          const there = at + column + a
          out[there] = out[there]! + side[line + a]! * value
          sum += side[line + a]! * spherical[from + column + a]!
        }
        const effect = position[row * wide + i]!
        for (let j = 0; j < wide; j += 1) {
          sum += cornerEntry(effect, position[row * wide + j]!) * spherical[from + others[j]!]!
        }
        out[at + others[i]!] = sum
      }
    },
    block: (from, count) => {
      const group = (from - start) / q
      if (group >= 0 && group < diagonal.length) return own[group]!.slice()
      const first = from < start ? from : from - diagonal.length * q
      const out = new Float64Array(count * count)
      for (let i = 0; i < count; i += 1) {
        for (let j = 0; j < count; j += 1) out[i * count + j] = cornerEntry(first + i, first + j)
      }
      return out
    },
  }
}
