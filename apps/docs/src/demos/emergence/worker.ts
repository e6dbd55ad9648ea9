import { serveDemo } from '~/kit/demo-worker.js'
import { emergence } from './demo.js'

serveDemo(emergence)
