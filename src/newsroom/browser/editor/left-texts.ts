import { sendSave } from './answers.ts';
import { comparison } from './comparison.ts';
import { showConflict } from './conflict.ts';
import { actionOf, element, timeOf } from './elements.ts';
import { isSame, toBody, withValues } from './fields.ts';
import type { KeptText } from './kept-text.ts';
import { askChoice } from './notices.ts';
import type { DraftPage } from './tool-page.ts';

/** Saves a text that was left behind, and opens the page anew with it. */
async function putBack(page: DraftPage, key: string, text: KeptText, version = text.version): Promise<void> {
  const { form, status, kept } = page;
  const outcome = await sendSave(
    actionOf(form),
    toBody(withValues(text.fields, { version, action: 'save' })),
  );
  if (outcome.kind === 'saved') {
    kept.forget(key);
    location.reload();
  } else if (outcome.kind === 'stale') {
    showConflict(form, status, {
      stale: outcome,
      typed: text.fields,
      replace: () => putBack(page, key, text, String(outcome.current.version)),
      leave: () => status.say('Your text is still kept in this browser. Load the page again to see it.'),
    });
  } else {
    status.say(
      'detail' in outcome ? outcome.detail : 'The server cannot be reached. Your text is still kept.',
    );
    offer(page, key, text);
  }
}

/** Offers a text that was left behind on this page: after a crash, a lost session, or a choice for another version. */
function offer(page: DraftPage, key: string, text: KeptText): void {
  const { form, status, kept, read } = page;
  askChoice(form, {
    id: `left-${key.slice(-8)}`,
    title: 'You typed something that was not saved',
    text: `This browser kept it on ${new Date(text.at).toLocaleString('en-GB')}. It was written on version ${text.version}.`,
    shown: comparison(
      form,
      { title: 'Kept in this browser', fields: text.fields },
      { title: 'This draft now', fields: read() },
    ),
    options: [
      { label: 'Save what was kept', chosen: () => void putBack(page, key, text) },
      { label: 'Delete what was kept', chosen: () => kept.forget(key) },
    ],
  });
  status.say(
    'Something you typed at ',
    timeOf(text.at),
    ' was not saved. ',
    element('a', { href: `#left-${key.slice(-8)}` }, 'Compare it with this draft'),
  );
}

/** Offers every text of this draft that the browser keeps and the server does not have. */
export function offerLeftTexts(page: DraftPage): void {
  const { form, kept, read } = page;
  for (const [key, text] of kept.left(Date.now())) {
    if (text.page === page.page) {
      if (isSame(text.fields, read())) kept.forget(key);
      else offer(page, key, text);
      continue;
    }
    const link = element('a', { href: text.page }, 'Open that page');
    form.prepend(
      element(
        'p',
        { className: 'said' },
        'Something you typed into this draft’s other view was not saved. ',
        link,
      ),
    );
  }
}
