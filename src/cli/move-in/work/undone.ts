import type { SentKind } from './acknowledgements.ts';

/** By what is noted which revision the server has of something that an undo took back: a later move brings that again. */
export const UNDONE = 'undone';
export const undoneKey = (server: string, kind: SentKind, key: string) => `${server} ${kind} ${key}`;
