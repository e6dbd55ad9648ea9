/** Whether a name fits one of the patterns, in which `*` stands for any letters and `?` for one. A text may hold several, with commas between. */
export function matchesName(patterns: string | readonly string[], name: string): boolean {
  const list = typeof patterns === 'string' ? patterns.split(',') : patterns
  return list.some((pattern) => fits(pattern.trim(), name))
}

/** Goes back to the last star only, so that no pattern takes long. */
function fits(pattern: string, name: string): boolean {
  let [at, place, star, resume] = [0, 0, -1, 0]
  while (at < name.length) {
    if (place < pattern.length && pattern[place] === '*') {
      star = place
      resume = at
      place += 1
    } else if (place < pattern.length && (pattern[place] === '?' || pattern[place] === name[at])) {
      at += 1
      place += 1
    } else if (star >= 0) {
      place = star + 1
      resume += 1
      at = resume
    } else return false
  }
  while (pattern[place] === '*') place += 1
  return place === pattern.length
}
