import { InvalidArgumentError } from 'commander'
import { numberFlag } from '../flags.js'

/** Reads numbers separated by commas: "1e4,1e6". */
export function numbersFlag(text: string): readonly number[] {
  const values = text.split(',').map((part) => numberFlag(part.trim()))
  if (new Set(values).size < values.length) throw new InvalidArgumentError('A number is given twice.')
  return values
}

/** The same, each at least 1: numbers of queries or attempts. */
export function countsFlag(text: string): readonly number[] {
  const values = numbersFlag(text)
  if (values.some((value) => value < 1)) throw new InvalidArgumentError('Each must be at least 1.')
  return values
}

/** The same, each a whole number of at least 1. */
export function wholesFlag(text: string): readonly number[] {
  const values = countsFlag(text)
  if (!values.every(Number.isSafeInteger)) throw new InvalidArgumentError('Each must be a whole number.')
  return values
}
