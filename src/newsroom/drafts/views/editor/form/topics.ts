import { asShown, type Values } from './values.ts';

// The topics of a story: checkboxes of the site's topics (`keywords`), and others separated by commas (`keywords.other`).

const isList = (value: unknown): value is string[] =>
  Array.isArray(value) &&
  value.every((each) => typeof each === 'string' && /^[^\s,]([^,\n]*[^\s,])?$/.test(asShown(each)));

/** Returns what the form shows of the topics. */
export function showTopics(keywords: unknown, known: readonly string[]): Values {
  if (!isList(keywords ?? [])) return {};
  const topics = ((keywords ?? []) as string[]).map(asShown);
  const [own, others] = [true, false].map((isKnown) =>
    topics.filter((topic) => known.includes(topic) === isKnown),
  );
  return { keywords: ['', ...(own ?? [])].join('\n'), 'keywords.other': others?.join(', ') ?? '' };
}

/** Returns the topics as they were chosen and typed: the old ones in their order, then the new ones. */
export function writeTopics(keywords: unknown, known: readonly string[], typed: Values): unknown {
  const before = showTopics(keywords, known);
  if (before.keywords === undefined || typed.keywords === undefined) return keywords;
  const chosen = [typed.keywords, typed['keywords.other'] ?? before['keywords.other'] ?? ''].flatMap((text) =>
    text.split(/[\n,]/).map((topic) => topic.trim()),
  );
  const wanted = new Set(chosen.filter((topic) => topic !== ''));
  const kept = ((keywords ?? []) as string[]).filter((topic) => wanted.has(asShown(topic)));
  for (const topic of kept) wanted.delete(asShown(topic));
  return [...kept, ...wanted];
}
