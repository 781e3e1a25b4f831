import type { Actor, Role } from '../src/newsroom/people/desk/roles.ts';

/** A program with a token. */
export const program = (name: string, role: Role = 'admin'): Actor => ({ name, role, person: null });

/** The program whose token the tests use. */
export const ann = program('ann');
