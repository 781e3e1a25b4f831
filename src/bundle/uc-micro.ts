// What stands for uc.micro in the bundle, by bundle/stand-ins.ts: the two of its patterns that markdown-it asks, as
// the runtime has them. Spelled out they are tables of 5 kB. A test compares them for every character.

/** Punctuation, Unicode's general category P. */
export const P = /\p{P}/u;

/** Symbols, Unicode's general category S. */
export const S = /\p{S}/u;
