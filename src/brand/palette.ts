/** The backgrounds of text on pages: the page itself, and the TL;DR that AI wrote. */
export const BACKGROUNDS = {
  light: { page: '#ffffff', tldr: '#fdf6e7' },
  dark: { page: '#121417', tldr: '#211d14' },
} as const;

/** The background of cards. */
export const CARD_BACKGROUND = '#fdfcf9';
