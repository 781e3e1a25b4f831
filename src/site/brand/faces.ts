// The title faces: stacks of fonts that systems already have, so that they cost a reader nothing. docs/look.md says which system
// shows which font. Each ends with a stack of the stylesheet, which knows the fonts of the page's language.

/** The stacks by name: for `font-family`, and what else belongs to the face. */
export const FACES = {
  book: { stack: 'var(--book)', style: '' },
  'old-style': {
    stack: '"Iowan Old Style","Palatino Linotype","URW Palladio L",P052,"Noto Serif",var(--book)',
    style: '',
  },
  grotesque: { stack: '"Helvetica Neue","Arial Nova","Nimbus Sans",Roboto,Arial,var(--face)', style: '' },
  narrow: {
    stack:
      '"Avenir Next Condensed",Bahnschrift,"Roboto Condensed",sans-serif-condensed,"Nimbus Sans Narrow","Liberation Sans Narrow",var(--face)',
    // Bahnschrift has its widths in one font. Narrow letters need their space.
    style: 'font-stretch:condensed;letter-spacing:0',
  },
} as const;

export type FaceName = keyof typeof FACES;

export const FACE_NAMES = Object.keys(FACES) as FaceName[];
