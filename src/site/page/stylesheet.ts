import type { Site } from '../../settings/site.ts';
import base from './styles/base.css?inline';
import { brandStyle } from './styles/brand.ts';
import listing from './styles/listing.css?inline';
import scripts from './styles/scripts.css?inline';
import story from './styles/story.css?inline';

// Two stylesheets, for stories and for lists, from the files in `styles/`, inlined, so that a story needs only one request. The
// decisions behind them:
//
// Two voices. The newsroom's text is set in a book face. The page's own text (labels, dates, facts about sources) is smaller and in
//   the system's interface face. On a wide screen it has a margin to itself, before the text: the labels of the parts, which stay as
//   the reader scrolls; in the analysis, the note of each source beside the line that cites it, to which its label gives way. A second
//   margin would need 70 rem, and would put the text between two voices.
// Measure. A line has about 66 characters (38 rem), or 32 to 34 in Chinese and Japanese. Text is 1.125 rem, on wide screens 1.1875
//   rem, with a line height of 1.6; the headline is up to 3 rem, or 2 if it is long. Only the numbers of claims are smaller than 0.8125 rem.
// Columns. Every page has one width, so that the masthead stays where it is from page to page: 55 rem from 60 rem on, 77 rem from 80 rem on.
//   Then the text of a story stands in the middle of the screen, with as much room after it as its margin has, which tables may take.
//   Lists of stories have one column up to 60 rem; then days stand in the margin, and many headlines in two columns. From 80 rem on
//   the lead's picture stands beside its headline, TL;DRs in two columns row by row, headlines in three. The last story of an odd
//   number, and the only one of a day, has a row to itself.
// Pictures. A story's own takes margin and text, and on a phone the width of the screen. It is at most 70 % of the screen or 42 rem high;
//   nothing is cut off, and what is narrower begins where the headline does. From 80 rem on those of a text may take the room after it.
// Rhythm. Spacing comes in steps of 0.5 rem. A part begins with a rule across both columns; there are no other ornaments.
// Colour always means something. Blue is a link (in small text, an underline is). Ochre is text that AI wrote: its rule, its label,
//   the background of its TL;DR. Red is a correction, or a source that is gone. Everything else is ink on paper. Every pair has a
//   contrast of at least 4.5 to 1 in both schemes, and words repeat the meaning of every colour.
// Citations. A citation is a small raised numeral in a quiet shade of the accent; consecutive ones are "2, 3". The label that its author
//   wrote, parentheses and the space before are there for reader views and copies, but have no size, so that the numeral sticks to its claim,
//   after a word joiner. It is a target of 24 px, as WCAG 2.5.8 asks, also in a group where fingers touch it. Notes are floats of no width that
//   clear each other: they stack, and no line moves for them. Their distance counts from the column, however deep in lists and quotes they
//   are. Below 60 rem a button over the numeral opens the same note as a popover beside it; the link beneath leads to the list of sources.
// Quotes. What a source is quoted with is larger than the text, and the line that says who said it is in the interface face.
// Scripts. Properties say start and end, never left and right. Arabic, Hebrew, Devanagari, Bengali, Tamil, Thai, Chinese, Japanese and
//   Korean have more leading, no italics, and no letter-spacing, which would separate joined letters. Lines break between words
//   in Korean; in headlines, between phrases in Japanese and between words in Chinese, which `wbr` marks. Latin letters keep a small distance from Han and kana. Code runs from left to
//   right in all of them. On phones, languages with long words are hyphenated.
// Evidence. The TL;DR reads as it would without: a claim ends with a small number, which a word joiner keeps on its line, and which
//   fingers can hit although it takes little room. A claim or passage that the reader has followed a link to gets an outline. What the
//   quoted words lack is in brackets, in the interface face.
// Print. The margin disappears, numerals lead to the list of sources, links are ink, the URLs of sources and of the analysis's links
//   follow their words in place of underlines, the details are open, and a story's picture is at most 85 mm high.
// Forms. A field has its label above it, in the interface face; a search is one row on a phone too.
// Masthead. The title or logo, then the newsroom's own links; below them, the topics. They wrap. Where many would
//   fill a phone, they are behind a disclosure there, and open on wider screens.
// Brand. An accent takes the place of the blue, the bar above the page included; a title face that of the book face in headings.
// Overflow. Only tables scroll sideways, in a box with a shadow where more is; a first column of short texts stays. Long URLs break.

/** The styles that pages have besides those of every page: pages of stories, or pages that list stories or feeds. */
const STYLES = { story, listing };
export type PageStyle = keyof typeof STYLES;

/** Returns the stylesheet of pages of a kind. */
export const stylesheetOf = ({ brand }: Pick<Site, 'brand'>, style: PageStyle): string =>
  `${base}${STYLES[style]}${scripts}${brandStyle(brand, style === 'listing')}`;

/** Returns every stylesheet that a page of the site may have. */
export const stylesheetsOf = (site: Pick<Site, 'brand'>): string[] =>
  (Object.keys(STYLES) as PageStyle[]).map((style) => stylesheetOf(site, style));
