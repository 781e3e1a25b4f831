/** What not everybody in a newsroom may do, as a refusal says it. */
const CAPABILITIES = {
  comment: 'comment on drafts',
  write: 'write drafts',
  read: 'open what others write',
  review: 'review drafts',
  curate: 'change feeds, findings and pictures of others',
  publish: 'publish, and change what is published',
  administer:
    'manage people and the settings of the newsroom, and import exported stories where stories are reviewed',
} as const;
export type Capability = keyof typeof CAPABILITIES;

const EDITOR = ['comment', 'write', 'read', 'review', 'curate', 'publish'] as const;

interface Row {
  may: readonly Capability[];
  article: 'a' | 'an';
  /** What it is for, for whoever chooses it. */
  duties: string;
  /** What somebody reads who has just come. */
  welcome: string;
}

/** The roles. A new one is a row. */
const TABLE = {
  writer: {
    may: ['comment', 'write'],
    article: 'a',
    duties: 'own drafts',
    welcome: 'You will write drafts of your own.',
  },
  editor: {
    may: EDITOR,
    article: 'an',
    duties: 'all drafts, review, publish',
    welcome: 'You will write, review and publish.',
  },
  admin: {
    may: [...EDITOR, 'administer'],
    article: 'an',
    duties: 'all that, and people',
    welcome: 'You will write, review and publish, and invite people.',
  },
} as const satisfies Record<string, Row>;
export type Role = keyof typeof TABLE;

export const ROLES = Object.keys(TABLE) as [Role, ...Role[]];
/** The role of somebody new, unless another is given. */
export const NEW_ROLE: Role = 'writer';

export const may = (role: Role, capability: Capability): boolean =>
  (TABLE[role].may as readonly Capability[]).includes(capability);

/** Who asks the Desk for something: a person of the newsroom, or a program with a token. */
export interface Actor {
  name: string;
  role: Role;
  /** The person's id; null for a program. The Desk uses the role that the person has in its own table. */
  person: string | null;
}

/** Says what a role is for, to whoever chooses it. */
export const dutiesOf = (role: Role): string => `${role}: ${TABLE[role].duties}`;

export const welcomeOf = (role: Role): string => TABLE[role].welcome;

/** Returns a role with its article. */
export const aRole = (role: Role): string => `${TABLE[role].article} ${role}`;

/** Lists the roles that have a capability. */
export const rolesThat = (capability: Capability): Role[] => ROLES.filter((role) => may(role, capability));

/** Names who has a capability: "an editor or an admin". */
export const whoMay = (capability: Capability): string =>
  new Intl.ListFormat('en', { type: 'disjunction' }).format(rolesThat(capability).map(aRole));

/** Returns why a role is not enough, and what to do. */
export const roleDetail = ({ name, role }: Pick<Actor, 'name' | 'role'>, capability: Capability): string =>
  `${name} is ${aRole(role)}. Only ${whoMay(capability)} may ${CAPABILITIES[capability]}. Ask one to do it, or to change the role.`;
