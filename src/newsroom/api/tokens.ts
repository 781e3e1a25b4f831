import { ROLES, type Role } from '../people/desk/roles.ts';

/** A program's token, and what it may do. */
export interface Token {
  name: string;
  token: string;
  role: Role;
}

/** A token that is refused, because what stands in the place of its role is no role. */
export interface MisspeltToken extends Omit<Token, 'role'> {
  role: null;
  /** What stands there. */
  word: string;
}

/**
 * Parses `PUBLISH_TOKEN`: `name:token,name:token:role`. A token without a name gets the name "editor"; one without a role may do
 * everything, as every token could before there were roles. A word of letters behind another colon is meant as a role: if it were
 * part of the token, a misspelt "writer" would make an admin.
 */
export function parseTokens(secret: string): (Token | MisspeltToken)[] {
  return secret
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const colon = part.indexOf(':');
      if (colon < 0) return { name: 'editor', token: part, role: 'admin' };
      const name = part.slice(0, colon).trim();
      const rest = part.slice(colon + 1).trim();
      const [, token = rest, word] = /^(.*):\s*([a-z]{4,20})$/i.exec(rest) ?? [];
      if (word === undefined) return { name, token: rest, role: 'admin' };
      const role = ROLES.find((each) => each === word);
      return role ? { name, token: token.trim(), role } : { name, token: token.trim(), role: null, word };
    });
}
