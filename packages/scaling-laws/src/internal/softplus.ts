import { softplusTail } from './softplus-tail.js'

const tail = /* @__PURE__ */ new Float64Array(2)

/** log(1 + exp(w)) without overflow. */
export function softplus(w: number): number {
  softplusTail(w > 0 ? w : -w, tail)
  return (w > 0 ? w : 0) + tail[0]!
}

/** 1 / (1 + exp(-w)) without overflow: the derivative of {@link softplus}. */
export function logistic(w: number): number {
  softplusTail(w > 0 ? w : -w, tail)
  return w > 0 ? 1 - tail[1]! : tail[1]!
}
