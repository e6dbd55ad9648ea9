import { serveDemo } from '~/kit/demo-worker.js'
import { rareBehaviours } from './demo.js'

serveDemo(rareBehaviours)
