export { version } from './version.js'
export type { Estimate } from './estimate.js'
export type { Finding } from './finding.js'
export type { Interval } from './interval.js'
