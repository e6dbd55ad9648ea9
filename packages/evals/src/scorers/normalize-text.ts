/** Lower case, no punctuation, no articles, single spaces: as SQuAD compares answers. */
export function normalizeText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\p{P}\p{S}]/gu, ' ')
    .replaceAll(/\b(?:a|an|the)\b/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/** Targets as a list; an empty one asks for nothing. */
export function targetsOf(target: string | readonly string[]): readonly string[] {
  return typeof target === 'string' ? [target] : target
}
