/** The roles, each of which may do what the ones before it may. */
export const ROLES = ['writer', 'editor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Returns whether a role may do what needs at least another. */
export const hasRole = (role: Role, least: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(least);

/** Who asks the Desk for something: a person of the newsroom, or a program with a token. */
export interface Actor {
  name: string;
  role: Role;
  /** The person's id; null for a program. The Desk uses the role that the person has in its own table. */
  person: string | null;
}

/** What a role may do that the one before it may not, as a refusal says it. */
const DUTIES: Record<Role, string> = {
  writer: 'write drafts',
  editor: 'publish, review, and change what others wrote',
  admin:
    'manage people and the settings of the newsroom, and import exported stories where stories are reviewed',
};

/** Returns why a role is not enough, and what to do. */
export const roleDetail = ({ name, role }: Pick<Actor, 'name' | 'role'>, least: Role): string =>
  `${name} is ${role === 'writer' ? 'a' : 'an'} ${role}. Only ${least === 'admin' ? 'an admin' : `an ${least} or an admin`} may ${DUTIES[least]}. Ask one to do it, or to change the role.`;
