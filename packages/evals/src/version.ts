// A named import, so that the bundle holds the version and not the whole package.json.
import { version as packageVersion } from '../package.json'

/** The version of this package; every result carries it, so that a report can cite what computed it. */
export const version: string = packageVersion
