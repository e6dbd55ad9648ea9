import { Option } from 'commander'

/** What happens where the data do not determine the constants. */
export interface IdentifiabilityFlag {
  readonly identifiability?: 'refuse' | 'warn'
}

/** The option that insists on constants that the data do not determine. */
export function identifiabilityOption(): Option {
  return new Option(
    '--identifiability <what>',
    'constants that the data do not determine: refuse them, or warn and give them',
  )
    .choices(['refuse', 'warn'])
    .default('refuse')
}

/** What it asks of the package, nothing by default. */
export function insisting({ identifiability }: IdentifiabilityFlag): { readonly identifiability?: 'warn' } {
  return identifiability === 'warn' ? { identifiability } : {}
}
