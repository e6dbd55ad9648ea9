/** A published file that is recognised by its bytes. */
export interface PublishedFile {
  /** Name in its repository. */
  readonly name: string
  /** SHA-256 of the bytes. */
  readonly sha256: string
  /** Bytes. */
  readonly bytes: number
  /** What it holds. */
  readonly holds: string
  /** Where it comes from, with the licence that is stated there. */
  readonly source: string
}

const selfBlinding = 'self-model/SelfBlindingLLMs at 8478e42286db, MIT; prompts after Anthropic/discrim-eval, CC-BY-4.0'
const riskeval =
  'ahmeda14960/riskeval at d6c25ac6db68, no licence stated; templates after Anthropic/discrim-eval, CC-BY-4.0'

/**
 * Files whose bytes we have seen, and one that we have not: the checksum of the 9,450 explicit prompts of Anthropic/discrim-eval is the one against which two
 * public programs check their download. For the implicit prompts no checksum was found; they are recognised by their columns.
 */
export const publishedFiles: readonly PublishedFile[] = [
  {
    name: 'explicit.jsonl',
    sha256: '348f64457832056fa2601044c5107f42b50e8ff16c0428844c4b2d18ddd2d42a',
    bytes: 8_351_289,
    holds: '9,450 prompts: 70 questions x 9 ages x 3 genders x 5 races, named in the text',
    source:
      'Anthropic/discrim-eval at 6986d6ea802e, CC-BY-4.0; checksum as two public programs that download it state it, bytes not seen here',
  },
  {
    name: 'discrim-eval-templated.jsonl',
    sha256: 'a32c4e0de0db0f2b96015ea379b9741999dc93c4a55706174f07e42bd0e1b14b',
    bytes: 840138,
    holds: '520 prompts: 65 scenarios x 4 races x 2 genders, without age',
    source: selfBlinding,
  },
  {
    name: 'templates.jsonl',
    sha256: '24cc23ebf405503ae2c07ed68ed4a6bde4cac5b4bff206e8fe3d1059fa768b59',
    bytes: 51545,
    holds: '65 templates with gaps for race, gender and pronouns',
    source: selfBlinding,
  },
  {
    name: 'demographic_bias_processed_gpt-4.1.csv',
    sha256: 'f0127dbd24b2daf9a4dea91f59442730ddbaba7d785442a7f29cf09b92105ba4',
    bytes: 274521,
    holds: 'yes and no log-probabilities of GPT-4.1 in six prompt formats',
    source: selfBlinding,
  },
  {
    name: 'demographic_bias_processed_qwen2.5-7b-instruct.csv',
    sha256: '99e61dfb5a1880dbffbbbd15a6c7a6b7471c65caf0f7f3e4dbd7ac4468a1afbb',
    bytes: 237729,
    holds: 'yes and no logits of Qwen2.5-7B-Instruct in six prompt formats',
    source: selfBlinding,
  },
  {
    name: 'discrim_eval_templates.csv',
    sha256: '4c7ef86ca5ca59c5ec2c25eaf9668424b265872a4aa90106d6d77ddda733e0b5',
    bytes: 53456,
    holds: 'the 70 templates with gaps for age, gender and race, without a header',
    source: riskeval,
  },
  {
    name: 'counts of yes and no per model (derived)',
    sha256: '50d563c85533cd9f41dd325506cc414d794da8edee0a8266f14a0c69561f4823',
    bytes: 112899,
    holds: 'yes and no counts of four open models on 40 questions and 5 races',
    source: riskeval,
  },
]

/**
 * The published file with these bytes, if it is one that we have seen: results can then name what they were computed from.
 *
 * @param sha256 - SHA-256 of the bytes, in hexadecimal.
 * @example
 * ```ts
 * import { publishedFile } from '@safety-portfolio/discrimination'
 *
 * publishedFile('24cc23ebf405503ae2c07ed68ed4a6bde4cac5b4bff206e8fe3d1059fa768b59')!.name // => 'templates.jsonl'
 * publishedFile('00') // => null
 * ```
 */
export function publishedFile(sha256: string): PublishedFile | null {
  return publishedFiles.find((one) => one.sha256 === sha256.toLowerCase()) ?? null
}
