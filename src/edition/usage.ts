import { element } from '../lib/xml.ts';
import type { Site, Usage } from '../site.ts';
import { RSL_PATH } from './paths.ts';

// The site's usage policy in each of the three vocabularies that machines read. What is not stated in `data/site.json` is
// stated in none of them.

/** The policy as a document, RSL 1.0 (https://rslstandard.org/rsl). */
export const RSL = {
  path: RSL_PATH,
  type: 'application/rsl+xml',
  namespace: 'https://rslstandard.org/rsl',
} as const;

/** Names of a use in each vocabulary. In RSL an index from which an AI answers is a use of its own: it is input to it. */
const NAMES: { use: keyof Usage; signal: string; preference?: string; rsl: string[] }[] = [
  { use: 'search', signal: 'search', preference: 'search', rsl: ['search'] },
  { use: 'aiInput', signal: 'ai-input', rsl: ['ai-input', 'ai-index'] },
  { use: 'aiTrain', signal: 'ai-train', preference: 'train-ai', rsl: ['ai-train'] },
];

const list = (parts: (string | undefined)[]) => parts.filter((part) => part !== undefined).join(', ');

/** As Cloudflare's Content Signals (https://contentsignals.org): `search=yes, ai-train=no`; empty where nothing is stated. */
export const contentSignal = (usage: Usage | null): string =>
  list(
    NAMES.map(({ use, signal }) => {
      const allowed = usage?.[use];
      return allowed === undefined ? undefined : `${signal}=${allowed ? 'yes' : 'no'}`;
    }),
  );

/**
 * As the IETF's AI preferences (draft-ietf-aipref-vocab): `search=y, train-ai=n`; empty where nothing is stated. They have
 * no word for input to an AI.
 */
export const contentUsage = (usage: Usage | null): string =>
  list(
    NAMES.map(({ use, preference }) => {
      const allowed = usage?.[use];
      return allowed === undefined || !preference ? undefined : `${preference}=${allowed ? 'y' : 'n'}`;
    }),
  );

/** What RSL lets a licence say of a use. */
export interface RslTerms {
  permits: string[];
  prohibits: string[];
}

/**
 * As the terms of an RSL licence. RSL cannot leave a use open: what a licence does not permit is refused as soon as it
 * permits anything, and granted if it does not. So there is one only where every use is decided.
 */
export function rslTerms(usage: Usage | null): RslTerms | undefined {
  if (NAMES.some(({ use }) => usage?.[use] === undefined)) return undefined;
  const uses = (allowed: boolean) => NAMES.flatMap(({ use, rsl }) => (usage?.[use] === allowed ? rsl : []));
  return { permits: uses(true), prohibits: uses(false) };
}

/** The address of the RSL licence, where there is one. */
export const rslUrl = (site: Site): string | undefined => rslTerms(site.usage) && `${site.url}${RSL.path}`;

/** The RSL licence of the whole site; `undefined` where there is none. */
export function renderRsl(site: Site): string | undefined {
  const terms = rslTerms(site.usage);
  if (!terms) return undefined;
  const term = (name: 'permits' | 'prohibits') =>
    terms[name].length > 0 ? [element(name, { type: 'usage' }, { text: terms[name].join(' ') })] : [];
  const uses = [...term('permits'), ...term('prohibits')].map((use) => `      ${use}\n`).join('');
  // Days for which it may be relied on unasked. Without it they are 30, and a change of mind would take as long.
  return `<?xml version="1.0" encoding="utf-8"?>
<rsl xmlns="${RSL.namespace}" max-age="1">
  <content url="/">
    <license>
${uses}    </license>
  </content>
</rsl>
`;
}
