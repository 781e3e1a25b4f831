import { cleanDate } from './clean-values.ts';
import type { DomDocument, DomElement } from './dom.ts';
import { elementsBeside, hasWord, linesBeside, namesOf, statementOf } from './headline.ts';

/** The longest text in which a date is looked for, and the most elements that are looked at. */
const MAX_TEXT = 150;
const MAX_ELEMENTS = 20;

const PUBLISHED = /publi|entry-date|post-date/;
const DATE =
  /(^|[\s_-])(publish(ed|ing)?(-?date)?|pubdate|date-?published|dt-published|entry-date|post-?date|posted-?on|article-?date|news-?date|dateline|veroeffentlicht|datum|date|fecha|data|time|timestamp|meta)(?=$|[\s_-])/;
const CHANGED = /updated?|modif|aktualis|actuali[sz]|changed|mis à jour|aggiornat|обновл/i;

const pad = (digits: string | number | undefined) => String(digits).padStart(2, '0');

/** The names of months, long and short, alone and beside a day, in lower case and without a dot. */
const monthsByLanguage = new Map<string, string[][]>();

function monthsOf(language: string): string[][] {
  const known = monthsByLanguage.get(language);
  if (known) return known;
  const formats = (['long', 'short'] as const).flatMap((month) =>
    [{ month }, { month, day: 'numeric' } as const].map(
      (parts) => new Intl.DateTimeFormat(language, { ...parts, timeZone: 'UTC', calendar: 'gregory' }),
    ),
  );
  const months = Array.from({ length: 12 }, (_, month) => {
    const names = formats.map((format) => {
      const parts = format.formatToParts(Date.UTC(2000, month, 15));
      return (
        parts
          .find(({ type }) => type === 'month')
          ?.value.toLowerCase()
          .replace(/\.$/, '') ?? ''
      );
    });
    return [...new Set(names)].filter((name) => /^\p{L}/u.test(name));
  });
  monthsByLanguage.set(language, months);
  return months;
}

/** Finds a day whose month is written as a word. */
function findWords(text: string, language: string): string | undefined {
  for (const [index, names] of monthsOf(language).entries()) {
    for (const name of names) {
      if (!text.includes(name)) continue;
      const month = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      const dayFirst = new RegExp(
        String.raw`(?<!\d)(\d{1,2})(?:\.|st|nd|rd|th|er)?\s*(?:de |d’)?${month}\.?,?\s*(?:del? )?(\d{4})`,
      ).exec(text);
      const [, before, year] = dayFirst ?? [];
      if (before !== undefined) return `${year}-${pad(index + 1)}-${pad(before)}`;
      const monthFirst = new RegExp(
        String.raw`(?<!\p{L})${month}\.?\s*(\d{1,2})(?:st|nd|rd|th)?,?\s*(\d{4})`,
        'u',
      ).exec(text);
      const [, after, yearAfter] = monthFirst ?? [];
      if (after !== undefined) return `${yearAfter}-${pad(index + 1)}-${pad(after)}`;
    }
  }
  return undefined;
}

/** Finds a day in a short text; undefined if there is none, or if it could be two days, as 3/4/2026 in English. */
function findDay(text: string, language: string | null): string | undefined {
  const iso =
    /\b(\d{4})-(\d\d)-(\d\d)\b/.exec(text) ??
    /(\d{4})\s?[年.년]\s?(\d{1,2})\s?[月.월]\s?(\d{1,2})/.exec(text);
  if (iso) return `${iso[1]}-${pad(iso[2])}-${pad(iso[3])}`;
  const [, one, mark, other, year] = /\b(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4})\b/.exec(text) ?? [];
  if (year !== undefined) {
    if (Number(other) > 12) return `${year}-${pad(one)}-${pad(other)}`;
    const isDayFirst =
      mark === '.' || Number(one) > 12 || (language !== null && !/^en(-US)?$/.test(language));
    return isDayFirst ? `${year}-${pad(other)}-${pad(one)}` : undefined;
  }
  if (!/\d{4}/.test(text)) return undefined;
  return findWords(text.toLowerCase(), language ?? 'en') ?? findWords(text.toLowerCase(), 'en');
}

/** Returns the day that an address states, such as `/2026/11/24/`. */
function findInAddress(url: string): string | undefined {
  const [, year, , month, day] =
    /[/_-]((?:19|20)\d\d)([/_-]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?=\D|$)/.exec(
      new URL(url).pathname,
    ) ?? [];
  return year === undefined ? undefined : `${year}-${month}-${day}`;
}

/**
 * Returns when a page was published, as it states that to its readers: by microdata, by a `<time>` that says so, in its address, by the
 * `<time>` or the element called a date that is nearest to the headline, or in a line beside it. Dates of changes do not count.
 */
export function findPublished(
  document: DomDocument,
  headline: DomElement | undefined,
  { url, readAt, language }: { url: string; readAt: number; language: string | null },
): string | null {
  const elements = elementsBeside(document, headline);
  const isOfChange = (element: DomElement) =>
    CHANGED.test(namesOf(element)) || CHANGED.test(statementOf(element, MAX_TEXT));
  const times = elements.filter(({ nodeName }) => nodeName === 'TIME').filter((time) => !isOfChange(time));
  const inElements = (list: readonly DomElement[]) =>
    list.slice(0, MAX_ELEMENTS).flatMap((element) => {
      const text = statementOf(element, MAX_TEXT);
      // Blogger writes the whole date into the title of an abbreviation.
      const full = element.nodeName === 'ABBR' ? element.getAttribute('title') : null;
      return [element.getAttribute('datetime') ?? full ?? text, findDay(text, language)];
    });
  const microdata = [...document.querySelectorAll('[itemprop]')];
  const candidates = [
    ...inElements(microdata.filter((element) => hasWord(element, 'itemprop', 'datepublished'))),
    ...inElements(
      times.filter((time) => time.getAttribute('pubdate') !== null || PUBLISHED.test(namesOf(time))),
    ),
    findInAddress(url),
    ...inElements(times),
    ...inElements(elements.filter((element) => DATE.test(namesOf(element)) && !isOfChange(element))),
    ...linesBeside(document, headline).map((line) =>
      CHANGED.test(line) ? undefined : findDay(line, language),
    ),
  ];
  for (const candidate of candidates) {
    const date = cleanDate(candidate, readAt);
    if (date !== null) return date;
  }
  return null;
}
