import type { RecomputedScore } from '../statistics/recompute-scores.js'
import { escapeMarkup } from './escape-markup.js'
import { digits } from './run-outcome.js'

const row = 30
const left = 200
const right = 620

/** Scores with their intervals as an SVG on the range they span, or from 0 to 1 where they lie in it. */
export function intervalChart(scores: readonly RecomputedScore[]): string {
  const known = scores.filter(({ mean }) => mean !== null)
  if (known.length === 0) return ''
  const ends = known.flatMap(({ mean, interval }) => [mean!, interval?.lower ?? mean!, interval?.upper ?? mean!])
  const low = Math.min(0, ...ends)
  const high = Math.max(...(Math.max(...ends) <= 1 ? [1] : []), ...ends)
  const x = (value: number): number => left + ((value - low) / (high - low || 1)) * (right - left)
  const height = known.length * row + 40
  const marks = known.map(({ scorer, mean, interval }, index) => {
    const y = 20 + index * row
    const line =
      interval === null
        ? ''
        : `<line x1="${x(interval.lower).toFixed(1)}" x2="${x(interval.upper).toFixed(1)}" y1="${y}" y2="${y}" stroke="currentColor" stroke-width="2"/>`
    const name = scorer.length > 26 ? `${scorer.slice(0, 25)}…` : scorer
    return `<text x="${left - 10}" y="${y + 4}" text-anchor="end">${escapeMarkup(name)}</text>${line}<circle cx="${x(mean!).toFixed(1)}" cy="${y}" r="4" fill="currentColor"/>`
  })
  const axis = [low, (low + high) / 2, high].map(
    (value) => `<text x="${x(value).toFixed(1)}" y="${height - 6}" text-anchor="middle">${digits(value)}</text>`,
  )
  return `<div class="scroll"><svg viewBox="0 0 660 ${height}" width="660" height="${height}" role="img" aria-label="Scores with their intervals; the table above has the numbers"><line x1="${left}" x2="${right}" y1="${height - 24}" y2="${height - 24}" stroke="currentColor" opacity=".4"/>${marks.join('')}${axis.join('')}</svg></div>`
}
