import sets from './catalogue.json' with { type: 'json' }

/** A file of a data set, as its repository has it. */
export interface PinnedFile {
  /** Path in the repository. */
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}

/** A public data set at one revision. */
export interface PinnedData {
  readonly name: string
  readonly title: string
  readonly licence: string
  /** Whom to cite. */
  readonly source: string
  /** Repository on GitHub. */
  readonly repository: string
  /** Commit; at least its first twelve digits. The checksums decide what is taken. */
  readonly revision: string
  readonly files: readonly PinnedFile[]
}

/** The public data sets of `data pull`. None of them is part of this package. */
export const catalogue: readonly PinnedData[] = sets
