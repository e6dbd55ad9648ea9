import { Command } from 'commander'
import { explained, openEvalLog } from '../evals/open-eval-log.js'
import { signatureOutcome } from '../evals/signatures.js'
import type { Io } from '../io/io.js'
import type { Exit } from '../program.js'
import { printable } from '../text/printable.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'

interface EvalLogVerifyOptions extends CommonOptions {
  readonly head?: string
  readonly publicKey?: string
}

/** `safety-portfolio eval log verify`: is the log whole, unchanged, and are its numbers those of its samples. */
export function evalLogVerifyCommand(io: Io, exit: Exit): Command {
  const command = new Command('verify')
    .description(
      'Check a log: checksums, the hash chain, the fields, the index, and the numbers. Exit code 1 when a check fails.',
    )
    .argument('<file>', 'a log')
    .option('--head <hash>', 'the hash that the chain must end in, as noted after the run')
    .option(
      '--public-key <file>',
      'the Ed25519 key (PEM) of whoever signed; the signature lies beside the log, as LOG.sig',
    )
  return answering<EvalLogVerifyOptions>(command, io, exit, async (file, { head, publicKey }, { progress, read }) => {
    const { verifyLog } = await import('@safety-portfolio/evals')
    const { nodeCodecs } = await import('@safety-portfolio/evals/node')
    const { bytes, source, name } = await openEvalLog(file!, io, progress)
    try {
      read(source)
      const verified = await explained(() => verifyLog(bytes, { name, codecs: nodeCodecs, head }))
      const problem = publicKey === undefined ? null : await signatureOutcome(file!, verified.head, publicKey, io)
      const signature = {
        name: 'signature',
        ok: problem === null,
        detail: problem ?? 'made with the key that is trusted',
      }
      const verification =
        publicKey === undefined
          ? verified
          : { ...verified, ok: verified.ok && signature.ok, checks: [...verified.checks, signature] }
      const failed = verification.checks.filter(({ ok }) => ok === false).length
      return {
        title: 'Verification',
        lead: verification.ok ? 'No check failed.' : `${failed} of ${verification.checks.length} checks failed.`,
        tables: [
          {
            caption: 'Checks',
            header: ['check', 'outcome', 'detail'],
            rows: verification.checks.map(({ name: check, ok, detail }) => [
              check,
              ok === null ? 'nothing to check' : ok ? 'holds' : 'fails',
              printable(detail, 300),
            ]),
          },
          ...(verification.head === null
            ? []
            : [{ caption: 'Keep this elsewhere', header: ['head of the chain'], rows: [[verification.head]] }]),
        ],
        basis: {
          method: 'CRC-32 of every member, SHA-256 chain over the journal, fields by the format, scores recomputed',
          assumptions: [
            'whoever changes a log does not rebuild its chain, unless the head is compared with one kept elsewhere',
          ],
          warnings: verification.warnings.map((message) => ({ code: 'log', message: printable(message, 400) })),
        },
        result: verification,
        fine: verification.ok,
      }
    } finally {
      await bytes.close()
    }
  })
}
