import type { Check } from './editor/answers.ts';
import { citationStates, showCheck, startChecks } from './editor/check.ts';
import { startCiting } from './editor/cite.ts';
import { startEvidence } from './editor/evidence.ts';
import { offerLeftTexts } from './editor/left-texts.ts';
import { startNotes } from './editor/notes.ts';
import { startOriginals } from './editor/originals.ts';
import { startPresence } from './editor/presence.ts';
import { listShortcuts } from './editor/shortcut-list.ts';
import { citeNumber, startSources } from './editor/sources.ts';
import type { DraftPage } from './editor/tool-page.ts';
import './pictures.ts';
import { startBareText } from './editor/texts.ts';

// What stands beside the text of a draft. The editor's page loads it late, like the editor of the analysis.

export type Tools = ReturnType<typeof startTools>;

/** Has a draft that was just begun be written from its headline on. On a touch screen, that would bring up the keyboard. */
function beginInHeadline({ form, saver }: DraftPage): void {
  const isFree = document.activeElement === document.body;
  if (saver.version === '1' && isFree && matchMedia('(pointer: fine)').matches)
    form.querySelector<HTMLElement>('[name="headline"]')?.focus();
}

/** Starts the tools of a draft's page. */
export function startTools(page: DraftPage) {
  const { form, draft, read, texts } = page;
  beginInHeadline(page);
  const show = (found: Check): void => {
    showCheck(form, found);
    texts.prose?.showCitations(citationStates(found));
  };
  offerLeftTexts(page);
  startPresence(page);
  startOriginals(form, draft);
  startSources(page);
  const check = startChecks(`${draft}/check`, read, show);
  const evidence = startEvidence(page);
  const note = startNotes(page);
  const citing = startCiting({ ...page, check, ...evidence });
  const publish = document.querySelector('button[form="draft"][value="publish"]') !== null;
  listShortcuts(form, { claim: evidence !== undefined, note: note !== undefined, publish });
  if (texts.prose) {
    startBareText(texts.prose);
    // The citations of the editor are shown with what is known of them.
    check();
  }
  return {
    ...citing,
    /** Has what is typed checked soon. */
    check,
    /** Shows what a check found. */
    show,
    citeNumber: (number: number) => citeNumber(page, number),
    claim: evidence?.claim,
    note,
  };
}
