import type { Mirror } from './mirror.ts';

/** The mirrors that a newsroom may have. */
export const MIRRORS: readonly Mirror[] = [];
