export { main } from './main.js'
export { version } from './version.js'
export type { Io, TextStream } from './io/io.js'
