/** Row indices of each group. */
export function rowsByGroup(codes: Int32Array, groups: number): Int32Array[] {
  const sizes = new Int32Array(groups)
  for (const code of codes) sizes[code] = sizes[code]! + 1
  const result = Array.from(sizes, (size) => new Int32Array(size))
  const filled = new Int32Array(groups)
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row]!
    result[code]![filled[code]!] = row
    filled[code] = filled[code]! + 1
  }
  return result
}
