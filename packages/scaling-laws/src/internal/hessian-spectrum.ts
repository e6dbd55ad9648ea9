/** Eigenvalues, ascending, of a symmetric matrix scaled to unit diagonal (rows with zero diagonal left out), by Jacobi rotations. */
export function scaledEigenvalues(matrix: Float64Array, size: number): readonly number[] {
  const kept = Array.from({ length: size }, (_, j) => j).filter((j) => matrix[j * size + j] !== 0)
  const n = kept.length
  const at = (row: number, column: number): number => matrix[kept[row]! * size + kept[column]!]!
  const a = Array.from({ length: n }, (_, j) =>
    Array.from({ length: n }, (__, k) => at(j, k) / Math.sqrt(Math.abs(at(j, j) * at(k, k)))),
  )
  for (let sweep = 0; sweep < 30; sweep += 1) {
    let off = 0
    for (let j = 0; j < n; j += 1) {
      for (let k = j + 1; k < n; k += 1) {
        off += a[j]![k]! ** 2
        rotate(a, j, k)
      }
    }
    if (off < 1e-30) break
  }
  return a.map((row, j) => row[j]!).sort((left, right) => left - right)
}

function rotate(a: number[][], j: number, k: number): void {
  const value = a[j]![k]!
  if (value === 0) return
  const theta = (a[k]![k]! - a[j]![j]!) / (2 * value)
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const c = 1 / Math.sqrt(t * t + 1)
  const s = t * c
  for (const row of a) {
    const left = row[j]!
    const right = row[k]!
    row[j] = c * left - s * right
    row[k] = s * left + c * right
  }
  const rowJ = a[j]!
  const rowK = a[k]!
  for (let m = 0; m < a.length; m += 1) {
    const left = rowJ[m]!
    const right = rowK[m]!
    rowJ[m] = c * left - s * right
    rowK[m] = s * left + c * right
  }
}
