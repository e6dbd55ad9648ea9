/** Words that one text has beyond a common subsequence with the other, and the reverse. */
export function wordDifference(
  usual: readonly string[],
  other: readonly string[],
): { readonly added: readonly string[]; readonly missing: readonly string[] } {
  const width = other.length + 1
  const length = new Uint16Array((usual.length + 1) * width)
  for (let i = usual.length - 1; i >= 0; i -= 1) {
    for (let j = other.length - 1; j >= 0; j -= 1) {
      length[i * width + j] =
        usual[i] === other[j]
          ? length[(i + 1) * width + j + 1]! + 1
          : Math.max(length[(i + 1) * width + j]!, length[i * width + j + 1]!)
    }
  }
  const [added, missing]: [string[], string[]] = [[], []]
  let [i, j] = [0, 0]
  while (i < usual.length || j < other.length) {
    if (i < usual.length && j < other.length && usual[i] === other[j]) {
      i += 1
      j += 1
    } else if (j === other.length || (i < usual.length && length[(i + 1) * width + j]! >= length[i * width + j + 1]!)) {
      missing.push(usual[i]!)
      i += 1
    } else {
      added.push(other[j]!)
      j += 1
    }
  }
  return { added, missing }
}
