/** The fields of data/site.json that the newsroom can save in their place, and whether readers see them. */
const FIELDS = {
  title: 'seen',
  tagline: 'seen',
  subject: 'seen',
  topics: 'seen',
  people: 'seen',
  languages: 'seen',
  logo: 'seen',
  'brand.logo': 'seen',
  'brand.accent': 'seen',
  'brand.paper': 'seen',
  'brand.masthead': 'seen',
  'brand.density': 'seen',
  nav: 'seen',
  footer: 'seen',
  license: 'seen',
  copyright: 'seen',
  usage: 'seen',
  responsible: 'seen',
  publishingPrinciples: 'seen',
  publicHistory: 'seen',
  historyNames: 'seen',
  withdrawalNotices: 'seen',
  withdrawnHeadlines: 'seen',
  timeZone: 'seen',
  evidence: 'seen',
  review: 'own',
  'wire.drafter': 'own',
  'wire.model': 'own',
  'wire.server': 'own',
  'wire.evidence': 'own',
  'wire.looksPerDay': 'own',
  'grounding.model': 'own',
} as const;

export type SavedField = keyof typeof FIELDS;
export const SAVED_FIELDS = Object.keys(FIELDS) as [SavedField, ...SavedField[]];

/** What the newsroom has saved, by the fields' names. A field that is left out is as data/site.json has it. */
export type SavedSettings = { readonly [Field in SavedField]?: unknown };

/** An identity as JSON has it: the content of data/site.json. */
type Identity = Readonly<Record<string, unknown>>;

const objectOf = (value: unknown): Identity =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Identity) : {};

/** Returns the value of a field; undefined if the identity does not state it. */
function settingIn(identity: Identity, field: SavedField): unknown {
  const [outer = '', inner] = field.split('.');
  return inner === undefined ? identity[outer] : objectOf(identity[outer])[inner];
}

/** Returns the values of these fields, without those that the identity does not state. */
export const settingsIn = (identity: Identity, fields: readonly SavedField[] = SAVED_FIELDS): SavedSettings =>
  Object.fromEntries(
    fields
      .map((field) => [field, settingIn(identity, field)] as const)
      .filter(([, value]) => value !== undefined),
  );

/** Returns an identity with what is saved in place of its own. */
export function withSaved(identity: Identity, saved: SavedSettings): Identity {
  const merged: Record<string, unknown> = { ...identity };
  for (const [field, value] of Object.entries(saved)) {
    const [outer = '', inner] = field.split('.');
    merged[outer] = inner === undefined ? value : { ...objectOf(merged[outer]), [inner]: value };
  }
  return merged;
}

/** Returns what readers see of saved settings; undefined if that is nothing. */
export function seenOf(saved: SavedSettings): SavedSettings | undefined {
  const seen = Object.entries(saved).filter(([field]) => FIELDS[field as SavedField] === 'seen');
  return seen.length > 0 ? Object.fromEntries(seen) : undefined;
}

/** Whether two settings are the same. */
export const isSameSetting = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
