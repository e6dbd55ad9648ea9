import { Option } from 'commander'

/** `--cluster`, where intervals can be made from whole clusters. */
export function clusterOption(): Option {
  return new Option(
    '--cluster <column>',
    'rows with one cell here depend on each other (one run, seed, ...): resample them whole',
  )
}
