/** The five numbers of L(N, D) = E + A/N^alpha + B/D^beta. */
export interface IsoLossParameters {
  readonly A: number
  readonly B: number
  readonly E: number
  readonly alpha: number
  readonly beta: number
}

/** A point of the plane that isoLossChart draws: compute in FLOP, model size in parameters. */
export interface IsoLossPoint {
  readonly compute: number
  readonly params: number
}

/** The window that is drawn. */
export interface IsoLossWindow {
  readonly compute: readonly [number, number]
  readonly params: readonly [number, number]
}

/**
 * The point of the contour of one loss at which the parameter term A/N^alpha takes `share` of the reducible loss, and the data term the rest:
 * the closed form that makes a grid and marching squares unnecessary. C = 6 N D.
 */
export function isoLossPoint(parameters: IsoLossParameters, loss: number, share: number): IsoLossPoint {
  const reducible = loss - parameters.E
  const params = (parameters.A / (share * reducible)) ** (1 / parameters.alpha)
  const tokens = (parameters.B / ((1 - share) * reducible)) ** (1 / parameters.beta)
  return { compute: 6 * params * tokens, params }
}

const scan = 600
const widest = 16
const drawn = 48

/** The pieces of the contour of one loss that lie in the window, as polylines ready to be drawn. */
export function isoLossCurve(
  parameters: IsoLossParameters,
  loss: number,
  window: IsoLossWindow,
): readonly (readonly IsoLossPoint[])[] {
  if (!(loss > parameters.E)) return []
  const at = (logit: number): IsoLossPoint => isoLossPoint(parameters, loss, 1 / (1 + Math.exp(-logit)))
  const inside = (logit: number): boolean => contains(window, at(logit))
  const pieces: (readonly IsoLossPoint[])[] = []
  let start: number | null = null
  for (let step = 0; step <= scan; step += 1) {
    const logit = widest * ((2 * step) / scan - 1)
    const previous = widest * ((2 * (step - 1)) / scan - 1)
    const here = inside(logit)
    if (here && start === null) start = step === 0 ? logit : edge(inside, logit, previous)
    if (start !== null && (!here || step === scan)) {
      const end = here ? logit : edge(inside, previous, logit)
      pieces.push(Array.from({ length: drawn }, (_, k) => at(start! + ((end - start!) * k) / (drawn - 1))))
      start = null
    }
  }
  return pieces
}

function contains(window: IsoLossWindow, point: IsoLossPoint): boolean {
  const [left, right] = window.compute
  const [bottom, top] = window.params
  return point.compute >= left && point.compute <= right && point.params >= bottom && point.params <= top
}

/** Where the curve leaves the window, between a logit inside and one outside. */
function edge(inside: (logit: number) => boolean, within: number, without: number): number {
  let [good, bad] = [within, without]
  for (let step = 0; step < 30; step += 1) {
    const middle = (good + bad) / 2
    if (inside(middle)) good = middle
    else bad = middle
  }
  return good
}
