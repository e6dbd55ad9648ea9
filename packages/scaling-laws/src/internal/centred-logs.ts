/** Logarithms less their mean, and the mean: centred, a coefficient and its exponent hardly trade against each other. */
export function centredLogs(values: readonly number[]): { readonly centred: Float64Array; readonly mean: number } {
  const centred = Float64Array.from(values, Math.log)
  const mean = centred.reduce((total, value) => total + value, 0) / centred.length
  for (let i = 0; i < centred.length; i += 1) centred[i]! -= mean
  return { centred, mean }
}
