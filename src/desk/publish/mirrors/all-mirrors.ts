import type { Mirror } from './mirror.ts';
import { searchMirror } from './search-mirror.ts';

/** The mirrors that a newsroom may have. */
export const MIRRORS: readonly Mirror[] = [searchMirror];
