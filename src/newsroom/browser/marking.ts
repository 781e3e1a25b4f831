import type { Check } from './editor/answers.ts';
import { button, element } from './editor/elements.ts';
import { readingsOf, readSource } from './editor/reading.ts';
import { EVIDENCE, fieldOf, rowsOf, SOURCES, typeInto, valueIn } from './editor/rows.ts';
import type { ToolPage } from './editor/tool-page.ts';
import { findIn, quoteAt } from './marking/quote.ts';
import { t } from './words.ts';

// Loaded by the editor when somebody marks the words of a source that a claim rests on.

/** A text of a source as the wire read it, and the sentence that a program proposes. */
interface SourceText {
  /** Which of the addresses that were asked for it is. */
  source: string;
  name: string | null;
  inLanguage: string | null;
  text: string;
  proposal: { start: number; end: number } | null;
}

/** The words of a source; or why there are none. */
type Words = SourceText | { text: null; detail: string };

/** The most addresses that are asked for. */
const MAX_ADDRESSES = 40;

async function findWords(draft: string, claim: string, sources: readonly string[]): Promise<Words> {
  const query = new URLSearchParams([
    ['claim', claim],
    ...sources.slice(0, MAX_ADDRESSES).map((url) => ['source', url]),
  ]);
  try {
    const response = await fetch(`${draft}/words?${query}`, { headers: { Accept: 'application/json' } });
    const answer = await response.json();
    return response.ok ? answer : { text: null, detail: answer.detail };
  } catch {
    return { text: null, detail: t('The server cannot be reached.') };
  }
}

/** Says what came of comparing a claim with its words, once it was checked. */
function sayVerdict({ form, status }: ToolPage, claim: string): void {
  status.say(t('The evidence stands, and is compared with the claim.'));
  const said = (event: Event) => {
    const { groundings } = (event as CustomEvent<Check>).detail;
    const compared = groundings.find((each) => each.claim.trim() === claim && each.verdict !== 'no evidence');
    if (!compared) return;
    form.removeEventListener('checked', said);
    status.say(`${t('The evidence stands.')} ${compared.words}`);
  };
  form.addEventListener('checked', said);
}

/** Marks words of a text, and brings them into sight. */
function show(shown: HTMLTextAreaElement, start: number, end: number, takesFocus: boolean): void {
  if (takesFocus) {
    // Chromium scrolls to the cursor when the focus comes, and not to what is marked.
    shown.blur();
    shown.setSelectionRange(start, start);
    shown.focus();
  } else shown.scrollTop = (start / shown.value.length) * shown.scrollHeight - shown.clientHeight / 2;
  shown.setSelectionRange(start, end);
}

/** The evidence whose words are marked. */
interface Marked {
  page: ToolPage;
  row: HTMLElement;
  /** Where the text of its source is shown. */
  box: HTMLElement;
  claim: string;
}

/** Says why there is no text of a source, and offers to have its page read. */
function offerReading({ page, row, box }: Marked, url: string, detail: string): void {
  const source = rowsOf(page.form, SOURCES).find((each) => valueIn(each, SOURCES, 'url') === url);
  const read = async () => {
    box.replaceChildren(element('p', { role: 'status' }, t('Reading its page…')));
    await (source && readSource(page.draft, source));
    await markWords(page, row);
  };
  const said = source
    ? `${detail} ${t('Paste its words below, as they stand there.')}`
    : t('Choose the source.');
  box.replaceChildren(
    element('p', { className: 'quiet', role: 'status' }, said),
    ...(source ? [button(t('Read its page'), read)] : []),
  );
}

/** Shows a text in which words are marked and taken. */
function offerText({ page, row, box, claim }: Marked, words: SourceText, takesFocus: boolean): void {
  const { source, name, inLanguage, text, proposal } = words;
  const title = name ?? source;
  const id = `words-${row.dataset.row}`;
  const shown = element('textarea', {
    id,
    className: 'story',
    value: text,
    readOnly: true,
    rows: 10,
    dir: 'auto',
    lang: inLanguage ?? '',
  });
  const take = () => {
    const quote = quoteAt(text, shown.selectionStart, shown.selectionEnd);
    if (quote === undefined) {
      page.status.say(t('Mark words in the text of the source first.'));
      shown.focus();
      return;
    }
    box.remove();
    const chosen = fieldOf(row, EVIDENCE, 'source');
    if (chosen) typeInto(chosen, source);
    for (const [name, value] of Object.entries(quote)) {
      const control = fieldOf(row, EVIDENCE, `quote.${name}`);
      if (control) typeInto(control, value);
    }
    sayVerdict(page, claim);
    // Whoever has marked words of the TL;DR goes on there.
    const abstract = page.form.querySelector<HTMLTextAreaElement>('textarea[name="abstract"]');
    const isMarked = abstract?.value.slice(abstract.selectionStart, abstract.selectionEnd).trim() === claim;
    (isMarked ? abstract : fieldOf(row, EVIDENCE, 'quote.exact'))?.focus();
  };
  const find = element('input', { id: `find-${id}`, type: 'search' });
  const findNext = () => {
    const found = findIn(text, find.value.trim(), shown.selectionEnd);
    if (found) show(shown, found.start, found.end, true);
    else page.status.say(t('The text does not have these words.'));
  };
  find.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    findNext();
  });
  shown.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    take();
  });
  // Neither is a part of the draft.
  for (const control of [find, shown])
    for (const type of ['input', 'change'])
      control.addEventListener(type, (event) => event.stopPropagation());
  const hint = element('p', { id: `hint-${id}`, className: 'quiet' });
  if (proposal)
    hint.append(
      ...t(
        'A program proposes the sentence that is most like the claim, and has marked it: {words} Read it. If it is not the one, mark other words.',
        { words: element('q', { dir: 'auto' }, text.slice(proposal.start, proposal.end)) },
      ),
    );
  else hint.append(t('Mark the words that the claim rests on.'));
  hint.append(' ', t('Enter takes what is marked.'));
  shown.setAttribute('aria-describedby', hint.id);
  box.replaceChildren(
    element('label', { htmlFor: find.id }, t('Find in the text')),
    find,
    element('label', { htmlFor: id }, ...t('Text of {source}', { source: element('bdi', {}, title) })),
    hint,
    shown,
    button(t('Take the marked words'), take),
  );
  show(shown, proposal?.start ?? 0, proposal?.end ?? 0, takesFocus);
}

/**
 * Shows the text of a claim's source beside it, in which words are marked. Without a source, the text that fits best. The focus goes
 * there, unless the source was just chosen: whoever chooses by arrow is not done yet.
 */
export async function markWords(page: ToolPage, row: HTMLElement, takesFocus = true): Promise<void> {
  const { form, draft } = page;
  const chosen = fieldOf(row, EVIDENCE, 'source');
  const field = fieldOf(row, EVIDENCE, 'quote.exact')?.closest('.field');
  if (!chosen || !field) return;
  const box =
    row.querySelector<HTMLElement>('.source-words') ?? element('div', { className: 'source-words' });
  if (!box.isConnected) {
    field.before(box);
    chosen.addEventListener('change', () => {
      if (box.isConnected && box.dataset.source !== chosen.value) void markWords(page, row, false);
    });
  }
  const claim = valueIn(row, EVIDENCE, 'claim');
  const rows = rowsOf(form, SOURCES);
  const addresses = rows.map((each) => valueIn(each, SOURCES, 'url')).filter((url) => url !== '');
  const asked = chosen.value;
  box.dataset.source = asked;
  const sources = asked === '' ? addresses : [asked];
  const readings = readingsOf(sources);
  if (readings.length > 0) box.replaceChildren(element('p', { role: 'status' }, t('Reading its page…')));
  await Promise.all(readings);
  const words = await findWords(draft, claim, sources);
  if (chosen.value !== asked || !row.isConnected) return;
  const of = { page, row, box, claim };
  if (words.text !== null) offerText(of, words, takesFocus);
  else offerReading(of, asked, words.detail);
}
