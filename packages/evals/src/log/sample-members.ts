/** A sample among the members of a zip log. */
export interface SampleMember {
  /** Text of the id: names do not tell `1` from `"1"`. */
  readonly id: string
  readonly epoch: number
  /** `samples/<id>_epoch_<epoch>`. */
  readonly path: string
  /** The members of a chunked sample, relative to `path`; `null` for a sample in one piece. */
  readonly parts: readonly string[] | null
}

/** Finds the samples among the names of a log's members, in their order. */
export function sampleMembers(names: Iterable<string>): readonly SampleMember[] {
  const whole = new Map<string, SampleMember>()
  const chunks = new Map<string, string[]>()
  for (const name of names) {
    const single = /^samples\/(.+)_epoch_(\d+)\.json$/s.exec(name)
    if (single !== null) {
      const path = name.slice(0, -'.json'.length)
      whole.set(path, { id: single[1]!, epoch: Number(single[2]), path, parts: null })
      continue
    }
    const part = /^(samples\/(.+)_epoch_(\d+))\/(.+)$/s.exec(name)
    if (part === null) continue
    const path = part[1]!
    const parts = chunks.get(path) ?? []
    chunks.set(path, parts)
    parts.push(part[4]!)
    if (!whole.has(path)) whole.set(path, { id: part[2]!, epoch: Number(part[3]), path, parts })
  }
  return [...whole.values()].filter(({ parts }) => parts === null || parts.includes('sample.json'))
}

/** Name of a sample's member. Steps that would lead out of the archive are encoded. */
export function sampleMemberName(id: string | number, epoch: number): string {
  const safe = String(id)
    .replaceAll('\\', '%5C')
    .replaceAll(/\p{Cc}/gu, (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`)
    .split('/')
    .map((step) => (step === '..' ? '%2E%2E' : step))
    .join('/')
  return `samples/${safe}_epoch_${epoch}.json`
}
