// The lexicons of https://standard.site and what they refer to, as published in May 2026, without their descriptions.

/** A definition of a lexicon (https://atproto.com/specs/lexicon), as far as these use the language. */
export type Definition =
  | {
      type: 'string';
      format?: 'uri' | 'at-uri' | 'datetime' | 'did' | 'cid';
      maxLength?: number;
      maxGraphemes?: number;
    }
  | { type: 'boolean' }
  | { type: 'integer'; minimum?: number; maximum?: number }
  | { type: 'blob'; accept: string[]; maxSize: number }
  | { type: 'array'; items: Definition; maxLength?: number }
  | { type: 'ref'; ref: string }
  | { type: 'union'; refs: string[]; closed?: boolean }
  | ObjectDefinition;

export interface ObjectDefinition {
  type: 'object';
  required?: string[];
  properties: Record<string, Definition>;
}

const name: Definition = { type: 'string', maxLength: 5000, maxGraphemes: 500 };
const description: Definition = { type: 'string', maxLength: 30_000, maxGraphemes: 3000 };
const picture: Definition = { type: 'blob', accept: ['image/*'], maxSize: 1_000_000 };
const labels: Definition = { type: 'union', refs: ['com.atproto.label.defs#selfLabels'] };
const person: Definition = { type: 'string', maxLength: 1000, maxGraphemes: 100 };
const color: Definition = { type: 'union', refs: ['site.standard.theme.color#rgb'] };
const channel: Definition = { type: 'integer', minimum: 0, maximum: 255 };

/** The records by the names of their collections. All have keys of the type `tid`. */
export const RECORDS: Record<string, ObjectDefinition> = {
  'site.standard.publication': {
    type: 'object',
    required: ['url', 'name'],
    properties: {
      url: { type: 'string', format: 'uri' },
      icon: picture,
      name,
      labels,
      basicTheme: { type: 'ref', ref: 'site.standard.theme.basic' },
      description,
      preferences: { type: 'ref', ref: 'site.standard.publication#preferences' },
    },
  },
  'site.standard.document': {
    type: 'object',
    required: ['site', 'title', 'publishedAt'],
    properties: {
      path: { type: 'string' },
      site: { type: 'string', format: 'uri' },
      tags: { type: 'array', items: { type: 'string', maxLength: 1280, maxGraphemes: 128 } },
      links: { type: 'union', refs: [] },
      title: name,
      labels,
      content: { type: 'union', refs: [], closed: false },
      updatedAt: { type: 'string', format: 'datetime' },
      coverImage: picture,
      bskyPostRef: { type: 'ref', ref: 'com.atproto.repo.strongRef' },
      description,
      publishedAt: { type: 'string', format: 'datetime' },
      textContent: { type: 'string' },
      contributors: { type: 'array', items: { type: 'ref', ref: 'site.standard.document#contributor' } },
    },
  },
};

/** What the records refer to. */
export const OBJECTS: Record<string, ObjectDefinition> = {
  'com.atproto.label.defs#selfLabels': {
    type: 'object',
    required: ['values'],
    properties: {
      values: {
        type: 'array',
        items: { type: 'object', required: ['val'], properties: { val: { type: 'string', maxLength: 128 } } },
        maxLength: 10,
      },
    },
  },
  'site.standard.publication#preferences': {
    type: 'object',
    properties: { showInDiscover: { type: 'boolean' } },
  },
  'site.standard.document#contributor': {
    type: 'object',
    required: ['did'],
    properties: { did: { type: 'string', format: 'did' }, role: person, displayName: person },
  },
  'site.standard.theme.basic': {
    type: 'object',
    required: ['background', 'foreground', 'accent', 'accentForeground'],
    properties: { background: color, foreground: color, accent: color, accentForeground: color },
  },
  'site.standard.theme.color#rgb': {
    type: 'object',
    required: ['r', 'g', 'b'],
    properties: { r: channel, g: channel, b: channel },
  },
  'com.atproto.repo.strongRef': {
    type: 'object',
    required: ['uri', 'cid'],
    properties: { uri: { type: 'string', format: 'at-uri' }, cid: { type: 'string', format: 'cid' } },
  },
};
