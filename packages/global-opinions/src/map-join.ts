import { countryOf } from './country.js'

/** Which label of a survey is shown on which shape of a map, and which are not. */
export interface MapJoin {
  /** Shapes with a label, by ISO 3166-1 alpha-3. */
  readonly placed: readonly { readonly iso3: string; readonly label: string }[]
  /** Labels without a shape of their own, with the reason: to be listed beside the map. */
  readonly beside: readonly { readonly label: string; readonly reason: string }[]
  /** Codes of shapes for which the survey has nothing: to be drawn as such. */
  readonly withoutData: readonly string[]
}

/**
 * Joins the labels of a survey with the shapes of a map by ISO code, one label a shape. A part of a country, a sample that does not stand for it,
 * a second name of a country that is there already, and what has no shape on this map are listed with their reasons instead of being painted over
 * something else.
 *
 * @param labels - labels of the survey
 * @param shapes - codes (alpha-3) of the shapes
 *
 * @example
 * ```ts
 * import { joinMap } from '@safety-portfolio/global-opinions'
 *
 * const join = joinMap(['Mali (Non-national sample)', 'S. Korea', 'Northern Ireland'], ['MLI', 'KOR', 'GBR'])
 * join.placed // => [{ iso3: 'KOR', label: 'S. Korea' }]
 * join.withoutData // => ['MLI', 'GBR']
 * join.beside[0]!.reason // => 'a sample that does not stand for Mali'
 * ```
 */
export function joinMap(labels: readonly string[], shapes: readonly string[]): MapJoin {
  const known = new Set(shapes)
  const placed = new Map<string, string>()
  const beside: { readonly label: string; readonly reason: string }[] = []
  for (const label of labels) {
    const { iso3, name, sample, part } = countryOf(label)
    const reason =
      iso3 === null
        ? 'no country known here'
        : part
          ? `a part of ${name}`
          : sample === 'non-national' || sample === 'old-national'
            ? `a sample that does not stand for ${name}`
            : !known.has(iso3)
              ? 'no shape on this map'
              : placed.has(iso3)
                ? `another label of ${name}, which is shown as ${placed.get(iso3)!}`
                : null
    if (reason !== null) beside.push({ label, reason })
    else placed.set(iso3!, label)
  }
  return {
    placed: [...placed].map(([iso3, label]) => ({ iso3, label })),
    beside,
    withoutData: shapes.filter((shape) => !placed.has(shape)),
  }
}
