import type { Tools } from './beside.ts';
import type { Saved, SaveOutcome } from './editor/answers.ts';
import type { Choice, FieldClash } from './editor/clashes.ts';
import { actionOf, element, timeOf } from './editor/elements.ts';
import { type Fields, readFields, readLoadedFields } from './editor/fields.ts';
import { KeptTexts } from './editor/kept-text.ts';
import { Status } from './editor/notices.ts';
import { startPanels } from './editor/panels.ts';
import { startPreviews } from './editor/preview.ts';
import { EVIDENCE, startRows } from './editor/rows.ts';
import { Saver } from './editor/saver.ts';
import { startShortcuts } from './editor/shortcuts.ts';
import { followComposition, startBareText, Texts } from './editor/texts.ts';
import { startWrittenLines } from './editor/written-lines.ts';
import type * as Merging from './merging.ts';

// The editor's page. Its form works without this script, which saves by itself, keeps what is typed, and shows what the server says.
// It expects:
//   <form id="draft" action="/newsroom/drafts/:id" data-person="…"> with the hidden field `version`
//   <p id="status" role="status">, which is announced; <span id="saved"> and <div id="presence">, which are not
//   <textarea data-editor="markdown"> or data-editor="file", which CodeMirror replaces; its carriage returns written as &#13;
//   <div id="previews"> with <details>, in each an <iframe> or <img>
//   <p id="fault-NAME"> for a field's faults, <p id="faults"> for faults of no field, <p id="verdict-0"> in an entry of evidence,
//   <div id="citations"> for the state of each citation. Those that are missing are made or left out; empty ones are hidden
// and for each list that has rows, `source` and `evidence` among them, whose fields are named like `source.0.url`:
//   <ol data-list="source"> with <li data-row="0"> and so on, in which <span data-number> is the row's number, from 1
//   <template data-row-of="source"> in the form: one row whose names, ids and data-row have {index} in place of the number
//   <button data-add="source"> and, in a row, <button data-remove="source">, which work without this script too
//   in a source, data-uses where its uses are counted, and .actions for the button that cites it
//   <input data-new-address> for the address of a new source

/** Finds an element of the page by id; makes one that stands nowhere if the page does not have it. */
const place = (id: string): HTMLElement => document.getElementById(id) ?? element('div');

const signInLink = () =>
  element(
    'a',
    { href: `/newsroom/sign-in?then=${encodeURIComponent(location.pathname)}`, target: '_blank' },
    'Sign in again in a new tab',
  );

function start(form: HTMLFormElement): void {
  const draft = /^\/newsroom\/drafts\/[^/]+/.exec(location.pathname)?.[0] ?? location.pathname;
  const page = location.pathname;
  const status = new Status(place('status'));
  const saved = place('saved');
  const showPreviews = startPreviews(place('previews'));
  const texts = new Texts(form);
  const read = (): Fields => readFields(form, texts.exact);
  const id = crypto.randomUUID();
  const kept = new KeptTexts(localStorage, draft, form.dataset.person ?? '', id);

  const sayMerged = ({ by, voided, merged }: Saved): void => {
    const words = ['Saved.'];
    if (by !== undefined) words.push(`What ${by} has saved meanwhile is in your page now.`);
    if (by !== undefined && merged) words.push('Read the two together.');
    if (voided) words.push('The approval was for the earlier text, and no longer holds.');
    // The choice between two passages is said already, and must not be taken for done.
    if (!saver.isClashing) status.say(words.join(' '));
  };
  const ended = (outcome: SaveOutcome): void => {
    switch (outcome.kind) {
      case 'saved':
        saved.replaceChildren(`Version ${outcome.version}, saved at `, timeOf(new Date().toISOString()));
        sayMerged(outcome);
        withTools(({ show }) => outcome.check && show(outcome.check));
        showPreviews(saver.version);
        break;
      case 'stale':
        status.say('Not saved yet: others are saving this draft at once. It is tried again.');
        break;
      case 'signed out':
        status.say(
          'Your session has ended. What you type is kept in this browser. ',
          signInLink(),
          '; this page then saves it by itself.',
        );
        break;
      case 'refused':
        status.say(`Not saved. ${outcome.detail} What you typed is kept in this browser.`);
        break;
      case 'unreachable':
        status.say(
          'Not saved: the server cannot be reached. What you type is kept in this browser and saved later.',
        );
        break;
    }
  };
  const waiting = ({ isUnsaved, isKept }: { isUnsaved: boolean; isKept: boolean }): void => {
    if (!isUnsaved) return;
    saved.textContent = isKept ? 'Not saved yet; kept in this browser' : 'Not saved yet';
  };
  const shown = readLoadedFields(form);
  // A picture that was just chosen is shown, and not saved yet.
  const loaded = form.dataset.unsaved === undefined ? shown : [];
  const version = Object.fromEntries(shown).version ?? '';
  const clashed = (merging: typeof Merging, clashes: readonly FieldClash[], by: string): void => {
    const choose = (clash: FieldClash, choice: Choice) => {
      const text = saver.choose(clash, choice);
      if (text !== undefined) merging.setFields(form, texts, read(), { [clash.name]: text });
      changed();
    };
    const link = element('a', { href: '#clash-0' }, 'Choose');
    merging.keepInPlace(() => {
      if (!merging.showClashes({ form, clashes, by, choose }) || clashes.length === 0) return;
      status.say(`${by} has changed a passage that you have changed, too. Everything else is saved. `, link);
    });
  };
  const saver = new Saver({
    ...{ url: actionOf(form), version, loaded, read, kept, page, ended, waiting, clashed },
    idle: followComposition(form),
    apply: (merging, merged) => merging.applyMerge(form, texts, read, merged),
  });

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
  edited.then(() => texts.prose && startBareText(texts.prose));
  const loadTools = async (): Promise<Tools> => {
    // If the editor does not load, the tools are of use for the bare text, too.
    const [{ startTools }] = await Promise.all([import('./beside.ts'), edited.catch(() => {})]);
    return startTools({
      ...{ form, draft, status, reveal, texts, saver, kept, page, read, window: id },
    });
  };
  const tools = loadTools();
  const withTools = (act: (tools: Tools) => void): void => {
    tools.then(act, () => {});
  };
  tools.catch(() =>
    status.say(
      'What stands beside the text could not be loaded. You can write without it. Load the page again for the rest.',
    ),
  );
  const changed = () => {
    saver.changed();
    withTools(({ check }) => check());
  };
  form.addEventListener('input', changed);
  form.addEventListener('change', changed);
  saveBeforeLeaving(form, saver, status);
  const publish = document.querySelector<HTMLButtonElement>('button[form="draft"][value="publish"]');
  startShortcuts(form, {
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

/** Saves when the page is left, hidden or shown again, and before one of the form's other buttons acts on the draft. */
function saveBeforeLeaving(form: HTMLFormElement, saver: Saver, status: Status): void {
  const save = () => void saver.save();
  addEventListener('pagehide', save);
  addEventListener('online', save);
  addEventListener('focus', save);
  document.addEventListener('visibilitychange', save);
  form.addEventListener('submit', async (event) => {
    const { submitter } = event;
    const isSave = !(submitter instanceof HTMLButtonElement) || submitter.value === 'save';
    if (!isSave && !saver.isUnsaved && !saver.isClashing) return;
    event.preventDefault();
    const outcome = await saver.save();
    const version = form.elements.namedItem('version');
    if (version instanceof HTMLInputElement) version.value = saver.version;
    if (saver.isClashing) {
      status.say(
        'First choose between your words and the others’. ',
        element('a', { href: '#clash-0' }, 'Choose'),
      );
      return;
    }
    // The save that was on its way may have had everything.
    if (!isSave && (outcome?.kind === 'saved' || !saver.isUnsaved)) form.requestSubmit(submitter);
  });
}

const draftForm = document.querySelector<HTMLFormElement>('form#draft');
if (draftForm) start(draftForm);
