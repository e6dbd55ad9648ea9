/** A number to so many significant digits, in positional notation between 0.0001 and a million and as `1.23e21` beyond. */
export function formatNumber(value: number, significant = 4): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : value < 0 ? '−∞' : 'not a number'
  if (value === 0) return '0'
  const digits = Math.min(Math.max(Math.round(significant), 1), 17)
  // Rounded first, so that 999999.9 counts as a million.
  const [mantissa, exponent] = value.toExponential(digits - 1).split('e') as [string, string]
  const power = Number(exponent)
  if (power < -4 || power >= 6) return sign(`${mantissa}e${power}`)
  return sign(Number(`${mantissa}e${exponent}`).toFixed(Math.max(0, digits - 1 - power)))
}

/** An estimate to the digits its standard error supports: two digits of the standard error, at most six of the estimate. */
export function formatEstimate(value: number, standardError: number | null): string {
  if (standardError === null || !(standardError > 0) || !Number.isFinite(standardError) || value === 0) {
    return formatNumber(value)
  }
  const supported = Math.floor(Math.log10(Math.abs(value))) - Math.floor(Math.log10(standardError)) + 2
  return formatNumber(value, Math.min(Math.max(supported, 2), 6))
}

/** Compute in FLOP to three digits, without trailing zeros: `1e23`, `5.76e23`. */
export function formatCompute(flop: number): string {
  const [mantissa, exponent] = flop.toExponential(2).split('e') as [string, string]
  return `${Number(mantissa)}e${Number(exponent)}`
}

function sign(text: string): string {
  return text.startsWith('-') ? `−${text.slice(1)}` : text
}
