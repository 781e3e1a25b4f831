import { t } from '../words.ts';
import { button } from './elements.ts';
import { addRow, EVIDENCE, fieldOf, ofRow, rowsOf, typeInto, valueIn } from './rows.ts';
import type { ToolPage } from './tool-page.ts';

interface Marking {
  /** Makes the words that are marked in the TL;DR a claim, and offers the words of its sources. */
  claim: () => void;
  /** Offers the words of a source for the claim that has none yet, or for the marked words of the TL;DR. */
  markWords: (source: string) => void;
}

/** Starts the tools for evidence: a button below the TL;DR makes a claim of what is marked in it, and each claim has one for its words. */
export function startEvidence(page: ToolPage): Marking | undefined {
  const { form, status, reveal } = page;
  const abstract = form.querySelector<HTMLTextAreaElement>('textarea[name="abstract"]');
  if (!abstract || !form.querySelector(`[data-list="${EVIDENCE}"]`)) return undefined;
  const showWords = (row: HTMLElement) =>
    import('../marking.ts').then(
      ({ markWords }) => markWords(page, row),
      () => status.sayNotLoaded(),
    );
  const has = (row: HTMLElement, ...ends: string[]) => ends.some((end) => valueIn(row, EVIDENCE, end) !== '');
  const openWith = (row: HTMLElement | null, source?: string) => {
    const control = row && fieldOf(row, EVIDENCE, 'source');
    if (!control) return;
    if (source !== undefined) typeInto(control, source);
    reveal(control);
    void showWords(row);
  };
  /** Returns the evidence whose claim is what is marked: the first without claim and words, or a new one. */
  const rowOfMarked = (): HTMLElement | null => {
    const claim = abstract.value.slice(abstract.selectionStart, abstract.selectionEnd).trim();
    if (claim === '') return null;
    const row =
      rowsOf(form, EVIDENCE).find((each) => !has(each, 'claim', 'quote.exact')) ?? addRow(form, EVIDENCE);
    const control = row && fieldOf(row, EVIDENCE, 'claim');
    if (control) typeInto(control, claim);
    return row;
  };
  const claim = () => {
    const row = rowOfMarked();
    if (row) {
      status.say(t('Now choose the source, and mark or paste its words.'));
      openWith(row);
    } else {
      status.say(t('Mark words of the TL;DR first.'));
      abstract.focus();
    }
  };
  const markWords = (source: string) => {
    const open = rowsOf(form, EVIDENCE).find((row) => has(row, 'claim') && !has(row, 'quote.exact'));
    const row = open ?? rowOfMarked();
    if (row) openWith(row, source);
    else {
      status.say(t('Mark the words of the TL;DR that rest on this source, and then give evidence for them.'));
      abstract.focus();
    }
  };
  (abstract.closest('.field') ?? abstract).append(button(t('Give evidence for the marked words'), claim));
  const addButtons = () => {
    for (const row of rowsOf(form, EVIDENCE)) {
      const field = fieldOf(row, EVIDENCE, 'quote.exact')?.closest('.field');
      if (!field || row.querySelector('[data-mark]')) continue;
      const made = button(t('Mark them in its text'), () => void showWords(row));
      made.append(ofRow(row, EVIDENCE));
      made.dataset.mark = '';
      field.before(made);
    }
  };
  form.addEventListener('change', addButtons);
  addButtons();
  return { claim, markWords };
}
