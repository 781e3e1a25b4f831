import type { SentKind } from './acknowledgements.ts';

/** By what is noted which revision the server has of something that an undo took back: a later move brings that again. */
export const UNDONE = 'undone';
/** By what is noted that an undo has begun with something: it may be killed before it hears what came of it. */
export const UNDOING = 'undoing';
export const undoneKey = (server: string, kind: SentKind, key: string) => `${server} ${kind} ${key}`;
