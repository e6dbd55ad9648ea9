/** Row-major. */
export function unitMatrix(size: number): Float64Array {
  const matrix = new Float64Array(size * size)
  for (let j = 0; j < size; j += 1) matrix[j * (size + 1)] = 1
  return matrix
}
