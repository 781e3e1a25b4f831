import { element } from '../../lib/xml.ts';
import type { Site, Usage } from '../../settings/site.ts';
import { RSL_PATH } from './paths.ts';

// The site's usage policy in each of the three vocabularies that machines read. None of the three says more than data/site.json.

/** The policy as a document of its own: an RSL 1.0 licence (https://rslstandard.org/rsl). */
export const RSL = {
  path: RSL_PATH,
  type: 'application/rsl+xml',
  namespace: 'https://rslstandard.org/rsl',
} as const;

/** The name of each use in each vocabulary. RSL has a second name under `aiInput`, for an index from which an AI answers. */
const NAMES: { use: keyof Usage; signal: string; preference?: string; rsl: string[] }[] = [
  { use: 'search', signal: 'search', preference: 'search', rsl: ['search'] },
  { use: 'aiInput', signal: 'ai-input', rsl: ['ai-input', 'ai-index'] },
  { use: 'aiTrain', signal: 'ai-train', preference: 'train-ai', rsl: ['ai-train'] },
];

const list = (parts: (string | undefined)[]) => parts.filter((part) => part !== undefined).join(', ');

/** Returns the policy as Cloudflare's Content Signals (https://contentsignals.org): `search=yes, ai-train=no`, or empty. */
export const contentSignal = (usage: Usage | null): string =>
  list(
    NAMES.map(({ use, signal }) => {
      const allowed = usage?.[use];
      return allowed === undefined ? undefined : `${signal}=${allowed ? 'yes' : 'no'}`;
    }),
  );

/**
 * Returns the policy as the IETF's AI preferences (draft-ietf-aipref-vocab): `search=y, train-ai=n`, or empty. They cannot
 * express `aiInput`.
 */
export const contentUsage = (usage: Usage | null): string =>
  list(
    NAMES.map(({ use, preference }) => {
      const allowed = usage?.[use];
      return allowed === undefined || !preference ? undefined : `${preference}=${allowed ? 'y' : 'n'}`;
    }),
  );

/** Whether agents find addresses of their own here: an agent answers from what it reads, so the policy may refuse them. */
export const isOpenToAgents = ({ agents, usage }: Pick<Site, 'agents' | 'usage'>): boolean =>
  agents && usage?.aiInput !== false;

/** The uses that an RSL licence permits and prohibits, in RSL's words. */
export interface RslTerms {
  permits: string[];
  prohibits: string[];
}

/**
 * Returns the policy as terms of an RSL licence; undefined unless the policy decides every use. RSL cannot leave a use open: a
 * licence that permits any use prohibits those it does not name, and a licence that permits none allows them.
 */
export function rslTerms(usage: Usage | null): RslTerms | undefined {
  if (NAMES.some(({ use }) => usage?.[use] === undefined)) return undefined;
  const uses = (allowed: boolean) => NAMES.flatMap(({ use, rsl }) => (usage?.[use] === allowed ? rsl : []));
  return { permits: uses(true), prohibits: uses(false) };
}

/** Returns the URL of the RSL licence, if there is one. */
export const rslUrl = (site: Site): string | undefined => rslTerms(site.usage) && `${site.url}${RSL.path}`;

/** Renders the RSL licence of the whole site; returns undefined if there is none. */
export function renderRsl(site: Site): string | undefined {
  const terms = rslTerms(site.usage);
  if (!terms) return undefined;
  const term = (name: 'permits' | 'prohibits') =>
    terms[name].length > 0 ? [element(name, { type: 'usage' }, { text: terms[name].join(' ') })] : [];
  const uses = [...term('permits'), ...term('prohibits')].map((use) => `      ${use}\n`).join('');
  // `max-age` is in days. By default, machines would follow an old policy for 30 days.
  return `<?xml version="1.0" encoding="utf-8"?>
<rsl xmlns="${RSL.namespace}" max-age="1">
  <content url="/">
    <license>
${uses}    </license>
  </content>
</rsl>
`;
}
