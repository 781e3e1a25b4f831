// Colours that code needs to know. `site/page/styles/base.css` says those of pages again; a test compares the two.

/** The backgrounds of text on pages: the page itself, and the TL;DR that AI wrote. */
export const BACKGROUNDS = {
  light: { page: '#ffffff', tldr: '#fdf6e7' },
  dark: { page: '#121417', tldr: '#211d14' },
} as const;

/** Text, and links where the newsroom has no accent, in the light scheme. */
export const INK = '#16191d';
export const LINK = '#0b57a4';

/** The background of cards. */
export const CARD_BACKGROUND = '#fdfcf9';
