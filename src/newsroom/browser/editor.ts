import type { Tools } from './beside.ts';
import { actionOf } from './editor/elements.ts';
import { startPanels } from './editor/panels.ts';
import { startPreviews } from './editor/preview.ts';
import { EVIDENCE, startRows } from './editor/rows.ts';
import { place, startSaving } from './editor/saving.ts';
import { startShortcuts } from './editor/shortcuts.ts';
import { startWrittenLines } from './editor/written-lines.ts';
import { t } from './words.ts';

// The editor's page. Its form works without this script, which saves by itself, keeps what is typed, and shows what the server says.
// It expects:
//   <form id="draft" action="/newsroom/drafts/:id" data-person="…"> with the hidden field `version`
//   <p id="status" role="status">, which is announced; <span id="saved"> and <div id="presence">, which are not
//   <textarea data-editor="markdown"> or data-editor="file", which CodeMirror replaces; its carriage returns written as &#13;
//   <div id="previews"> with <details>, in each an <iframe> or <img>
//   <p id="fault-NAME"> for a field's faults, which is made if it is missing, <p id="verdict-0"> in an entry of evidence,
//   #all-faults, #citations, #mistakes and #counts for what a check found, as far as the page shows that; empty ones are hidden
// and for each list that has rows, `source` and `evidence` among them, whose fields are named like `source.0.url`:
//   <ol data-list="source"> with <li data-row="0"> and so on, in which <span data-number> is the row's number, from 1
//   <template data-row-of="source"> in the form: one row whose names, ids and data-row have {index} in place of the number
//   <button data-add="source"> and, in a row, <button data-remove="source">, which work without this script too
//   in a source, data-uses where its uses are counted, and .actions for the button that cites it
//   <input data-new-address> for the address of a new source

function start(form: HTMLFormElement): void {
  const draft = /^\/newsroom\/drafts\/[^/]+/.exec(location.pathname)?.[0] ?? location.pathname;
  const showPreviews = startPreviews(place('previews'));
  const saving = startSaving(form, {
    url: actionOf(form),
    subject: draft,
    keepsVersions: true,
    isSaved: ({ check }, version) => {
      withTools(({ show }) => check && show(check));
      showPreviews(version);
    },
  });
  const { status, texts, saver } = saving;

  const reveal = startPanels(form);
  startWrittenLines(form);
  startRows(form, status);
  const language = () => form.querySelector<HTMLInputElement>('[name="inLanguage"]')?.value.trim();
  const edited = texts.loadEditors({
    cite: () => withTools(({ cite }) => cite()),
    openCitation: (citation) => withTools(({ openCitation }) => openCitation(citation)),
    language,
    say: (words) => status.say(words),
  });
  const loadTools = async (): Promise<Tools> => {
    // If the editor does not load, the tools are of use for the bare text, too.
    const [{ startTools }] = await Promise.all([import('./beside.ts'), edited.catch(() => {})]);
    return startTools({ draft, reveal, ...saving });
  };
  const tools = loadTools();
  const withTools = (act: (tools: Tools) => void): void => {
    tools.then(act, () => {});
  };
  tools.catch(() =>
    status.say(
      t('What stands beside the text could not be loaded. Load the page again, or write without it.'),
    ),
  );
  const checkSoon = () => withTools(({ check }) => check());
  form.addEventListener('input', checkSoon);
  form.addEventListener('change', checkSoon);
  const publish = document.querySelector<HTMLButtonElement>('button[form="draft"][value="publish"]');
  startShortcuts({
    save: () => void saver.save(),
    cite: () => withTools(({ cite }) => cite()),
    citeNumber: (number) => withTools(({ citeNumber }) => citeNumber(number)),
    ...(form.querySelector(`[data-list="${EVIDENCE}"]`)
      ? { claim: () => withTools(({ claim }) => claim?.()) }
      : {}),
    ...(form.querySelector('#open-notes') ? { note: () => withTools(({ note }) => note?.()) } : {}),
    ...(publish ? { publish: () => form.requestSubmit(publish) } : {}),
  });
}

const draftForm = document.querySelector<HTMLFormElement>('form#draft');
if (draftForm) start(draftForm);
