import { describe, expect, it } from 'vitest'
import { createRandom } from '@safety-portfolio/stats'
import { fitLinear, kenwardRoger, prepareModel } from '../src/index.js'
import type { MixedModel } from '../src/index.js'
import { CrossedFactor } from '../src/internal/crossed-factor.js'
import { crossedStructure } from '../src/internal/crossed-structure.js'
import { invertSymmetric, logDeterminant, choleskyInPlace } from '../src/internal/dense.js'
import { whitenDesign } from '../src/internal/whitened-design.js'

/** Three factors whose groups meet rarely, so that elimination stays sparse for long; slopes on two of them. */
function sparseModel(): MixedModel {
  const random = createRandom(77)
  const rows = Array.from({ length: 400 }, (_, i) => {
    const a = i % 90
    const b = (a + random.integer(4)) % 60
    return { a, b, c: (b + random.integer(3)) % 45, x: random.normal(), z: random.normal(), y: random.normal() }
  })
  return prepareModel('y ~ x + (1 + x | a) + (1 | b) + (1 + z | c)', rows)
}

/** Lambda'Z'Z Lambda + I with the scalar columns in the order of the structure. */
function denseOmega(model: MixedModel, lambdas: readonly Float64Array[]): { omega: Float64Array; size: number } {
  const design = whitenDesign(model)
  const structure = crossedStructure(design)
  const { nodes, nodeOf, leading, leadingSize, trailingSize } = structure
  const size = leadingSize + trailingSize
  const omega = new Float64Array(size * size)
  for (let k = 0; k < size; k += 1) omega[k * size + k] = 1
  for (let row = 0; row < model.n; row += 1) {
    const entries = design.factors.flatMap(({ factor, columns }, f) => {
      const at = nodeOf[f]![factor.codes[row]!]!
      const start = (at < leading ? 0 : leadingSize) + nodes[at]!.position
      const q = columns.length
      return Array.from({ length: q }, (_, j) => ({
        at: start + j,
        value: columns.reduce((sum, column, i) => sum + lambdas[f]![i * q + j]! * column[row]!, 0),
      }))
    })
    for (const left of entries) {
      for (const right of entries) {
        const place = left.at * size + right.at
        omega[place] = omega[place]! + left.value * right.value
      }
    }
  }
  return { omega, size }
}

describe('CrossedFactor against a dense factorisation', () => {
  const model = sparseModel()
  const design = whitenDesign(model)
  const structure = crossedStructure(design)
  const lambdas = [Float64Array.of(0.9, 0, -0.3, 0.5), Float64Array.of(1.3), Float64Array.of(0.6, 0, 0.2, 0.8)]
  const factor = new CrossedFactor(structure)
  const logDet = factor.factorise(lambdas)
  const { omega, size } = denseOmega(model, lambdas)

  it('eliminates part of the graph sparsely, in blocks', () => {
    expect(structure.leadingSize).toBe(180)
    expect(structure.fill.length).toBeGreaterThan(20)
    expect(structure.tail).toBeLessThan(structure.trailingSize)
  })

  it('log-determinant', () => {
    const l = omega.slice()
    expect(choleskyInPlace(l, size)).toBe(true)
    expect(logDet).toBeCloseTo(logDeterminant(l, size), 9)
  })

  it('solves', () => {
    const random = createRandom(3)
    const truth = Float64Array.from({ length: size * 2 }, () => random.normal())
    const right = new Float64Array(size * 2)
    for (let i = 0; i < size; i += 1) {
      for (let j = 0; j < size; j += 1) {
        for (let k = 0; k < 2; k += 1) right[i * 2 + k] = right[i * 2 + k]! + omega[i * size + j]! * truth[j * 2 + k]!
      }
    }
    factor.forward(right, 2)
    factor.backward(right, 2)
    right.forEach((value, k) => {
      expect(value).toBeCloseTo(truth[k]!, 8)
    })
  })

  it('selected entries of the inverse', () => {
    const inverse = invertSymmetric(omega, size)!
    const { leadingOwn, leadingCross, trailing } = factor.selectedInverse()
    const { nodes, leading, leadingSize, trailingSize } = structure
    nodes.forEach((node, at) => {
      const { q, position } = node
      const start = (at < leading ? 0 : leadingSize) + position
      for (let i = 0; i < q; i += 1) {
        for (let j = 0; j <= i; j += 1) {
          const value =
            at < leading ? leadingOwn[at]![i * q + j]! : trailing[(position + i) * trailingSize + position + j]!
          expect(value).toBeCloseTo(inverse[(start + i) * size + start + j]!, 9)
        }
      }
      let row = 0
      for (const { upper } of node.edges) {
        const other = nodes[upper]!
        for (let i = 0; i < other.q; i += 1) {
          for (let j = 0; j < q; j += 1) {
            const value =
              at < leading
                ? leadingCross[at]![(row + i) * q + j]!
                : trailing[(other.position + i) * trailingSize + position + j]!
            expect(value).toBeCloseTo(inverse[(leadingSize + other.position + i) * size + start + j]!, 9)
          }
        }
        row += other.q
      }
    })
  })
})

it('says when crossed factors are too many for Kenward-Roger', () => {
  const random = createRandom(4)
  const rows = Array.from({ length: 3000 }, (_, i) => ({ a: i % 1490, b: random.integer(30), y: random.normal() }))
  const model = prepareModel('y ~ 1 + (1 | a) + (1 | b)', rows)
  expect(() => kenwardRoger(model, fitLinear(model))).toThrow('more than 1500 random effects; use satterthwaite')
})
