/** log(1 + exp(w)) without overflow. */
export function softplus(w: number): number {
  return w > 0 ? w + Math.log1p(Math.exp(-w)) : Math.log1p(Math.exp(w))
}

/** 1 / (1 + exp(-w)) without overflow: the derivative of {@link softplus}. */
export function logistic(w: number): number {
  if (w >= 0) return 1 / (1 + Math.exp(-w))
  const e = Math.exp(w)
  return e / (1 + e)
}
