import { serveDemo } from '~/kit/demo-worker.js'
import { playground } from './demo.js'

serveDemo(playground)
