import { button } from './elements.ts';
import type { Status } from './notices.ts';
import { addRow, EVIDENCE, fieldOf, rowsOf, typeInto, valueIn } from './rows.ts';

/** Makes the words that are marked in the TL;DR the claim of an evidence entry: the first that has none, or a new one. */
function claimMarkedWords(form: HTMLFormElement, abstract: HTMLTextAreaElement, status: Status): void {
  const { selectionStart, selectionEnd, value } = abstract;
  const claim = value.slice(selectionStart, selectionEnd).trim();
  if (claim === '') {
    status.say('Mark words of the TL;DR first.');
    abstract.focus();
    return;
  }
  const isFree = (row: HTMLElement) =>
    ['claim', 'quote.exact'].every((end) => valueIn(row, EVIDENCE, end) === '');
  const row = rowsOf(form, EVIDENCE).find(isFree) ?? addRow(form, EVIDENCE);
  const control = row && fieldOf(row, EVIDENCE, 'claim');
  if (!control) return;
  typeInto(control, claim);
  (fieldOf(row, EVIDENCE, 'source') ?? control).focus();
  status.say('Now choose the source, and paste its words.');
}

/** Starts the tool for evidence: a button below the TL;DR makes a claim of what is marked in it. */
export function startEvidence(form: HTMLFormElement, status: Status): (() => void) | undefined {
  const abstract = form.querySelector<HTMLTextAreaElement>('textarea[name="abstract"]');
  if (!abstract || !form.querySelector(`[data-list="${EVIDENCE}"]`)) return undefined;
  const claim = () => claimMarkedWords(form, abstract, status);
  (abstract.closest('.field') ?? abstract).append(button('Give evidence for the marked words', claim));
  return claim;
}
