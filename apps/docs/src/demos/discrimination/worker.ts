import { serveDemo } from '~/kit/demo-worker.js'
import { discrimination } from './demo.js'

serveDemo(discrimination)
