import { describe, expect, it } from 'vitest'
import { colourTokenCss, colourTokens } from '../src/index.js'

/** WCAG 2.2, success criterion 1.4.11: signs need this contrast with what is around them. */
const signContrast = 3
/** A floor that was chosen: the lighter of two greys gives off two fifths more light, as WCAG counts it. Shapes differ as well. */
const greyContrast = 1.4

type Channels = readonly [number, number, number]

function linear(hex: string): Channels {
  const channel = (start: number): number => {
    const value = Number.parseInt(hex.slice(start, start + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [channel(1), channel(3), channel(5)]
}

function luminance([r, g, b]: Channels): number {
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(linear(one)), luminance(linear(other))].sort((a, b) => b - a)
  return (high + 0.05) / (low + 0.05)
}

/** Machado, Oliveira, Fernandes 2009, table 1, severity 1.0, on linear RGB. */
const blindness = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
} as const

/** CIE L*a*b* of linear RGB, white D65. */
function lab(channels: Channels): Channels {
  const rows = [
    [0.4124, 0.3576, 0.1805],
    [0.2126, 0.7152, 0.0722],
    [0.0193, 0.1192, 0.9505],
  ] as const
  const white = [0.9505, 1, 1.089] as const
  const [x = 0, y = 0, z = 0] = rows.map((row, index) => {
    const t =
      Math.max(
        0,
        row.reduce((sum, factor, at) => sum + factor * channels[at]!, 0),
      ) / white[index]!
    return t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116
  })
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

function seen(hex: string, matrix: readonly (readonly number[])[]): Channels {
  const channels = linear(hex)
  const [r = 0, g = 0, b = 0] = matrix.map((row) => row.reduce((sum, factor, at) => sum + factor * channels[at]!, 0))
  return lab([r, g, b])
}

const distinct = ['estimate', 'threshold', 'unknown'] as const
const pairs = distinct.flatMap((one, index) => distinct.slice(index + 1).map((other) => ({ one, other })))

describe('colourTokens', () => {
  it.each(distinct)('%s stands out from both pages, and in a file from either', (role) => {
    const { light, dark, standalone } = colourTokens[role]
    expect(contrast(light, '#fdfcf9')).toBeGreaterThanOrEqual(signContrast)
    expect(contrast(dark, '#161513')).toBeGreaterThanOrEqual(signContrast)
    expect(contrast(standalone, '#ffffff')).toBeGreaterThanOrEqual(signContrast)
    expect(contrast(standalone, '#161513')).toBeGreaterThanOrEqual(signContrast)
  })

  it.each(pairs)('$one and $other differ as greys', ({ one, other }) => {
    for (const theme of ['light', 'dark'] as const) {
      expect(contrast(colourTokens[one][theme], colourTokens[other][theme])).toBeGreaterThanOrEqual(greyContrast)
    }
  })

  it.each(pairs)('$one and $other differ for red-green blind readers', ({ one, other }) => {
    for (const theme of ['light', 'dark', 'standalone'] as const) {
      for (const matrix of Object.values(blindness)) {
        const [left, right] = [seen(colourTokens[one][theme], matrix), seen(colourTokens[other][theme], matrix)]
        // Ten units of L*a*b* are told apart at a glance; one is just noticeable.
        expect(Math.hypot(...left.map((value, index) => value - right[index]!))).toBeGreaterThan(10)
      }
    }
  })

  it('writes variables for both themes', () => {
    const css = colourTokenCss({ light: ':root', dark: ":root[data-theme='dark']" })
    expect(css).toContain(":root[data-theme='dark'] { --safety-portfolio-estimate: #2aa3bf;")
    expect(css.match(/--safety-portfolio-/g)).toHaveLength(8)
  })
})
