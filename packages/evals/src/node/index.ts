export { nodeCodecs } from './node-codecs.js'
export { fileSource } from './file-source.js'
export type { FileSource } from './file-source.js'
export { samplesParquet } from './write-parquet.js'
