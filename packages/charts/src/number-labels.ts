const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/**
 * A count of parameters or tokens as the field writes it: `1.3B` for 1.3e9, `70B`, `1.4T`; three significant digits, trailing zeros dropped.
 * Numbers below 1,000 are printed as they are, from 1e15 on as a power of ten. What is not finite is printed as `n/a`.
 *
 * @example
 * ```ts
 * import { countLabel } from '@safety-portfolio/charts'
 *
 * countLabel(7.319e10) // => '73.2B'
 * countLabel(1.4e12) // => '1.4T'
 * ```
 */
export function countLabel(count: number): string {
  if (!Number.isFinite(count)) return 'n/a'
  const size = Math.abs(count)
  if (size >= 0.9995e15 || (size < 1e-3 && size > 0)) return powerLabel(count)
  for (const [factor, suffix] of [
    [1e12, 'T'],
    [1e9, 'B'],
    [1e6, 'M'],
    [1e3, 'K'],
  ] as const) {
    if (size >= factor * 0.9995) return `${short(count / factor)}${suffix}`
  }
  return short(count)
}

/**
 * A large number, such as a compute budget in FLOP, as a power of ten: `10²¹`, `5.76×10²³`; three significant digits.
 * What is not finite is printed as `n/a`.
 *
 * @example
 * ```ts
 * import { powerLabel } from '@safety-portfolio/charts'
 *
 * powerLabel(1e21) // => '10²¹'
 * powerLabel(5.76e23) // => '5.76×10²³'
 * ```
 */
export function powerLabel(value: number): string {
  if (!Number.isFinite(value)) return 'n/a'
  if (value === 0) return '0'
  const [mantissa = '', exponent = ''] = Math.abs(value).toExponential(2).split('e')
  const power = `10${superscript(exponent)}`
  const sign = value < 0 ? '−' : ''
  return `${sign}${Number(mantissa) === 1 ? '' : `${Number(mantissa)}×`}${power}`
}

function superscript(exponent: string): string {
  return exponent
    .replace('+', '')
    .replaceAll(/./g, (digit) => (digit === '-' ? '⁻' : superscripts.charAt(Number(digit))))
}

/** Three significant digits without an exponent: 73.2, 1.4, 406. */
function short(value: number): string {
  return String(Number(value.toPrecision(3))).replace('-', '−')
}
