// Colours that code needs to know. `site/page/styles/base.css` says those of pages again; a test compares the two.

/** The backgrounds of text on pages: the page itself, and the TL;DR that AI wrote. */
export const BACKGROUNDS = {
  light: { page: '#ffffff', tldr: '#fdf6e7' },
  dark: { page: '#121417', tldr: '#211d14' },
} as const;

/** Text. */
export const INKS = { light: '#16191d', dark: '#e4e7ea' } as const;

/** Other text: small, labels of what AI wrote, corrections. */
export const OTHER_INKS = {
  light: { small: '#59616b', ai: '#7a5200', red: '#a8201a' },
  dark: { small: '#a0a8b1', ai: '#e3b45c', red: '#f2928c' },
} as const;

/** Links, and the bar above each page, where the newsroom has no accent. */
export const LINKS = { light: '#0b57a4', dark: '#86b7f2' } as const;

/** The background of cards. */
export const CARD_BACKGROUND = '#fdfcf9';
