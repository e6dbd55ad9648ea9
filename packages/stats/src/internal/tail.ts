/** Which of the four faces of a distribution function is wanted: 0 lower tail, 1 upper tail, 2 log of the lower, 3 log of the upper. */
export type Tail = 0 | 1 | 2 | 3

/** The same face of the other tail. */
export function other(tail: Tail): Tail {
  return (tail ^ 1) as Tail
}

/**
 * The wanted face of `tail`, given that the lower tail is factor * exp(eh + el) and at most about 0.9, so that its
 * complement loses nothing.
 */
export function fromLower(tail: Tail, factor: number, eh: number, el: number): number {
  switch (tail) {
    case 0:
      return scaledExp(factor, eh, el)
    case 1:
      return 1 - scaledExp(factor, eh, el)
    case 2:
      return eh + (el + Math.log(factor))
    case 3:
      return Math.log1p(-scaledExp(factor, eh, el))
  }
}

/** factor * exp(eh + el), rounded once. */
export function scaledExp(factor: number, eh: number, el: number): number {
  if (eh < -700) return factor * Math.exp(eh + 690) * (1 + el) * 2.171738281389827e-300
  const e = Math.exp(eh)
  return factor * (e + e * el)
}

/** The wanted face where the lower tail is 0: at the lower end of the support or beyond it. */
export function atLowerEnd(tail: Tail): number {
  return tail === 1 ? 1 : tail === 2 ? -Infinity : 0
}
