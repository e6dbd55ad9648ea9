import { serveDemo } from '~/kit/demo-worker.js'
import { lawExplorer } from './demo.js'

serveDemo(lawExplorer)
