import { serveDemo } from '~/kit/demo-worker.js'
import { mixedModel } from './demo.js'

serveDemo(mixedModel)
