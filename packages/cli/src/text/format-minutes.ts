import { formatEstimate } from './format-number.js'

/** Minutes as a person says them, to the digits of their spread: `12 s`, `54 min`, `4.8 h`. */
export function formatMinutes(minutes: number, spread: number | null): string {
  const [factor, unit] = minutes < 1 ? [60, 's'] : minutes < 120 ? [1, 'min'] : [1 / 60, 'h']
  return `${formatEstimate(minutes * factor, spread === null ? null : spread * factor)} ${unit}`
}
