import { serveDemo } from '~/kit/demo-worker.js'
import { chinchilla } from './demo.js'

serveDemo(chinchilla)
