import { Option } from 'commander'

const noises = ['normal', 'residuals'] as const

/** What the noise of one run is taken to be. */
export type NoiseName = (typeof noises)[number]

/** The option that says what the noise of one run is taken to be. */
export function noiseOption(): Option {
  return new Option(
    '--noise <what>',
    'noise of one run: normal, or drawn from the residuals (default: normal for sums of squares, else residuals)',
  ).choices(noises)
}
