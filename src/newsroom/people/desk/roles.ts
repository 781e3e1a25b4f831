import { asValue, type LaterValue, type Marked, sentence, type Told, told } from '../../words/translate.ts';

/** What not everybody in a newsroom may do, as a refusal says it. */
const CAPABILITIES = {
  comment: sentence(
    '{name} is {role}. Only {roles} may comment on drafts. Ask one to do it, or to change the role.',
  ),
  write: sentence(
    '{name} is {role}. Only {roles} may write drafts. Ask one to do it, or to change the role.',
  ),
  read: sentence(
    '{name} is {role}. Only {roles} may open what others write. Ask one to do it, or to change the role.',
  ),
  review: sentence(
    '{name} is {role}. Only {roles} may review drafts. Ask one to do it, or to change the role.',
  ),
  curate: sentence(
    '{name} is {role}. Only {roles} may change feeds, findings and pictures of others. Ask one to do it, or to change the role.',
  ),
  publish: sentence(
    '{name} is {role}. Only {roles} may publish, and change what is published. Ask one to do it, or to change the role.',
  ),
  administer: sentence(
    '{name} is {role}. Only {roles} may manage people and the settings of the newsroom, and import exported stories where stories are reviewed. Ask one to do it, or to change the role.',
  ),
} as const;
export type Capability = keyof typeof CAPABILITIES;

const EDITOR = ['comment', 'write', 'read', 'review', 'curate', 'publish'] as const;

interface Row {
  may: readonly Capability[];
  name: string;
  withArticle: string;
  /** What it is for, for whoever chooses it. */
  duties: string;
  /** What somebody reads who has just come. */
  welcome: string;
}

/** The roles. A new one is a row. */
const TABLE = {
  writer: {
    may: ['comment', 'write'],
    name: sentence('writer'),
    withArticle: sentence('a writer'),
    duties: sentence('writer: own drafts'),
    welcome: sentence('You will write drafts of your own.'),
  },
  editor: {
    may: EDITOR,
    name: sentence('editor'),
    withArticle: sentence('an editor'),
    duties: sentence('editor: all drafts, review, publish'),
    welcome: sentence('You will write, review and publish.'),
  },
  admin: {
    may: [...EDITOR, 'administer'],
    name: sentence('admin'),
    withArticle: sentence('an admin'),
    duties: sentence('admin: all that, and people'),
    welcome: sentence('You will write, review and publish, and invite people.'),
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

/** Names a role: a sentence to translate, as the next three are. */
export const nameOf = (role: Role): string => TABLE[role].name;

/** Says what a role is for, to whoever chooses it. */
export const dutiesOf = (role: Role): string => TABLE[role].duties;

export const welcomeOf = (role: Role): string => TABLE[role].welcome;

/** Returns a role with its article. */
export const aRole = (role: Role): Marked<string> => TABLE[role].withArticle;

/** Lists the roles that have a capability. */
export const rolesThat = (capability: Capability): Role[] => ROLES.filter((role) => may(role, capability));

/** Tells why a role is not enough, and what to do. */
export const whyNotRole = ({ name, role }: Pick<Actor, 'name' | 'role'>, capability: Capability): Told =>
  told(CAPABILITIES[capability], { name, role: asValue(aRole(role)), roles: whoMay(capability) });

/** Names who has a capability, as a value of a sentence. */
export const whoMay = (capability: Capability): LaterValue => ({
  anyOf: rolesThat(capability).map((role) => asValue(aRole(role))),
});
