import { t } from '../words.ts';
import { postFields } from './answers.ts';
import { element } from './elements.ts';
import { fieldOf, SOURCES, typeInto, valueIn } from './rows.ts';

/** What the wire has read of a page: what a row of the form shows of it, and what to say. */
interface ReadPage {
  fields: Record<string, string>;
  /** Whether its text is kept, so that words of it can be marked. */
  hasText: boolean;
  detail: string;
}

/** Has the wire read a page for a draft. Never throws: if there is no answer, it says so. */
async function readPage(draft: string, url: string): Promise<ReadPage> {
  try {
    const response = await postFields(`${draft}/source`, new URLSearchParams({ url }), {});
    const answer = await response.json();
    return response.ok ? answer : { fields: {}, hasText: false, detail: answer.detail };
  } catch {
    return {
      fields: {},
      hasText: false,
      detail: t('The server cannot be reached, so the page was not read. Add what it is by hand.'),
    };
  }
}

/** The pages that are being read, by their addresses. */
const underWay = new Map<string, Promise<ReadPage>>();

/** Lists the readings of these pages that have not ended. */
export const readingsOf = (urls: readonly string[]): Promise<unknown>[] =>
  urls.flatMap((url) => underWay.get(url) ?? []);

/** Types what is known of a source into its row, where nobody has typed anything. */
export function fillSource(row: HTMLElement, fields: Record<string, string>): void {
  for (const [name, value] of Object.entries(fields)) {
    const control = fieldOf(row, SOURCES, name);
    if (control && control.value.trim() === '') typeInto(control, value);
  }
}

/** Has the page of a source read, and fills its row in. Returns what the wire says; nothing if the source is another by now. */
export async function readSource(draft: string, row: HTMLElement): Promise<ReadPage | undefined> {
  const url = valueIn(row, SOURCES, 'url');
  const said = row.querySelector('[data-reading]') ?? element('p', { className: 'quiet' });
  said.setAttribute('data-reading', '');
  said.textContent = t('Reading its page…');
  row.append(said);
  const reading = readPage(draft, url);
  underWay.set(url, reading);
  const read = await reading;
  underWay.delete(url);
  if (!row.isConnected || valueIn(row, SOURCES, 'url') !== url) {
    said.remove();
    return undefined;
  }
  fillSource(row, read.fields);
  said.textContent = read.hasText
    ? t('Its page was read, and its words can be marked as evidence.')
    : read.detail;
  return read;
}
