import { t } from '../words.ts';
import type { Check } from './answers.ts';
import { button, element } from './elements.ts';
import { SOURCES } from './rows.ts';
import type { CitingDialog, CitingPage, OpenedCitation } from './tool-page.ts';

interface Citing {
  /** Lets somebody choose a source, and cites it where the cursor was. */
  cite: () => void;
  /** Shows what a citation leads to, and what can be done with it. It has to be selected in the text. */
  openCitation: (citation: OpenedCitation) => void;
}

/** Opens the dialog at once, so that what is typed next is not typed into the text. */
function openDialog(): CitingDialog {
  const input = element('input', { id: 'cite-words', type: 'text', autocomplete: 'off', spellcheck: false });
  const dialog = element(
    'dialog',
    { id: 'cite', className: 'cite' },
    element('h2', { id: 'cite-title' }, t('Cite a source')),
    element('label', { htmlFor: input.id }, t('Title, publisher or address')),
    input,
  );
  dialog.setAttribute('aria-labelledby', 'cite-title');
  dialog.addEventListener('close', () => dialog.remove());
  // What is typed here is no part of the draft.
  document.body.append(dialog);
  dialog.showModal();
  return { dialog, input };
}

/** Starts the tools that cite: a button below an analysis in Markdown opens them. Most of them is loaded when it is first used. */
export function startCiting(page: CitingPage): Citing {
  let known: Check | undefined;
  page.form.addEventListener('checked', (event) => {
    known = (event as CustomEvent<Check>).detail;
  });
  const failed = () => page.status.sayNotLoaded();
  const hasSources = page.form.querySelector(`[data-list="${SOURCES}"]`) !== null;
  const cite = () => {
    if (!hasSources) {
      page.status.say(t('This is the bare text of the draft. Go to “Write” to cite a source.'));
      return;
    }
    if (!page.texts.target) {
      page.status.say(t('Put the cursor where the citation belongs first.'));
      return;
    }
    if (document.getElementById('cite')) return;
    const opened = openDialog();
    import('../citing.ts').then(
      ({ chooseSource }) => chooseSource(page, opened),
      () => {
        opened.dialog.close();
        failed();
      },
    );
  };
  const openCitation = (citation: OpenedCitation) => {
    if (!known) page.check();
    import('../citing.ts').then(
      ({ showCitation }) => showCitation(page, citation, { known: () => known, change: cite }),
      failed,
    );
  };
  // The editor of prose has a button of its own.
  const texts = hasSources ? page.form.querySelectorAll('textarea[data-editor="markdown"]') : [];
  for (const text of texts) (text.closest('.field') ?? text).append(button(t('Cite a source'), cite));
  return { cite, openCitation };
}
