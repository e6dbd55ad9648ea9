/** log(e^x + e^y) without overflow or underflow. */
export function logAdd(x: number, y: number): number {
  const most = Math.max(x, y)
  return most === -Infinity ? -Infinity : most + Math.log1p(Math.exp(Math.min(x, y) - most))
}

/** log of a probability `1 - (1 - p)^n` from log p: what a chance that small or large comes to over n independent tries. */
export function logAtLeastOne(logP: number, n: number): number {
  // Below 1e-8 the first term of the series is exact to rounding, and p itself may not be a double.
  if (logP < -18.5 && Math.log(n) + logP < -18.5) return Math.min(0, Math.log(n) + logP)
  const logNone = logP >= 0 ? -Infinity : n * Math.log1p(-Math.exp(logP))
  // log(1 - e^x): the form that keeps its digits on either side of -log 2.
  return logNone > -Math.LN2 ? Math.log(-Math.expm1(logNone)) : Math.log1p(-Math.exp(logNone))
}
