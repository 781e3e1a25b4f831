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

/** The roles: the article before each, and what it may do. A new role is a row. */
const TABLE = {
  writer: { article: 'a', may: ['comment', 'write'] },
  editor: { article: 'an', may: EDITOR },
  admin: { article: 'an', may: [...EDITOR, 'administer'] },
} as const satisfies Record<string, { article: 'a' | 'an'; may: readonly Capability[] }>;
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
