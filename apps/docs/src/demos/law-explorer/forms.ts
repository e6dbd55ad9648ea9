import {
  bnslLoss,
  fitBnsl,
  fitM3,
  fitM4,
  fitPowerLaw,
  fitPowerOffset,
  m3Loss,
  m4Loss,
  powerLawLoss,
  powerOffsetLoss,
  type CurvePoint,
} from '@safety-portfolio/scaling-laws'
import type { Finding, Interval } from '@safety-portfolio/stats'

/** The forms a curve can be fitted with. */
export const formNames = ['power', 'power-offset', 'm3', 'm4', 'bnsl'] as const
export type FormName = (typeof formNames)[number]

/** What came of one form. */
export interface FittedForm {
  readonly form: FormName
  readonly name: string
  readonly constants: Readonly<Record<string, number>> | null
  /** Those of the constants, at 95 %; `null` for one that has none. */
  readonly intervals: Readonly<Record<string, Interval | null>>
  /** Why there are no constants; empty where there are. */
  readonly reason: string
  /** What the fit lets one doubt. */
  readonly warnings: readonly string[]
  /** Fitted and forecast losses at the places asked for. */
  readonly curve: readonly { readonly x: number; readonly y: number }[]
  /** Root mean squared error of the logarithm, in per cent: on the points seen, and on those held out. */
  readonly seenError: number | null
  readonly heldOutError: number | null
}

interface Fit {
  readonly parameters: object | null
  readonly intervals: Readonly<Record<string, Interval | null>>
  readonly warnings: readonly Finding[]
  readonly refusal?: Finding
}

interface Form {
  readonly name: string
  readonly fit: (points: readonly CurvePoint[]) => Fit
  readonly loss: (constants: never, x: number) => number
}

const options = { loss: 'log-squared' } as const

const forms: Readonly<Record<FormName, Form>> = {
  power: { name: 'power law', fit: (points) => fitPowerLaw(points, options), loss: powerLawLoss },
  'power-offset': {
    name: 'power law with offset',
    fit: (points) => fitPowerOffset(points, options),
    loss: powerOffsetLoss,
  },
  m3: { name: 'M3', fit: (points) => fitM3(points, options), loss: m3Loss },
  m4: { name: 'M4', fit: (points) => fitM4(points, options), loss: m4Loss },
  bnsl: { name: 'broken law', fit: (points) => fitBnsl(points, options), loss: bnslLoss },
}

/** The name of a form as the page says it. */
export function formLabel(form: FormName): string {
  return forms[form].name
}

/** Fits one form to the points seen and judges it on both halves. */
export function fitForm(
  form: FormName,
  seen: readonly CurvePoint[],
  heldOut: readonly CurvePoint[],
  places: readonly number[],
): FittedForm {
  const { name, fit, loss } = forms[form]
  const { parameters: constants, intervals, warnings, refusal } = fit(seen)
  const at = (x: number): number => loss(constants as never, x)
  const error = (points: readonly CurvePoint[]): number | null =>
    constants === null || points.length === 0
      ? null
      : 100 * Math.sqrt(points.reduce((sum, point) => sum + Math.log(at(point.x) / point.loss) ** 2, 0) / points.length)
  return {
    form,
    name,
    constants: constants as Readonly<Record<string, number>> | null,
    intervals,
    reason: refusal?.message ?? '',
    warnings: warnings.map(({ message }) => message),
    curve: constants === null ? [] : places.map((x) => ({ x, y: at(x) })),
    seenError: error(seen),
    heldOutError: error(heldOut),
  }
}
