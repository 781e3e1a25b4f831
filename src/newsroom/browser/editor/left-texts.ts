import { sendSave } from './answers.ts';
import { comparison } from './comparison.ts';
import { showConflict } from './conflict.ts';
import { actionOf, element, timeOf } from './elements.ts';
import { type Fields, isSame, toBody, withValues } from './fields.ts';
import type { KeptText, KeptTexts } from './kept-text.ts';
import { askChoice, type Status } from './notices.ts';

interface Parts {
  form: HTMLFormElement;
  status: Status;
  kept: KeptTexts;
  page: string;
  read: () => Fields;
}

/** Saves a text that was left behind, and opens the page anew with it. */
async function putBack(parts: Parts, key: string, text: KeptText, version = text.version): Promise<void> {
  const { form, status, kept } = parts;
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
      replace: () => putBack(parts, key, text, String(outcome.current.version)),
      leave: () => status.say('Your text is still kept in this browser. Load the page again to see it.'),
    });
  } else {
    status.say(
      'detail' in outcome ? outcome.detail : 'The server cannot be reached. Your text is still kept.',
    );
    offer(parts, key, text);
  }
}

/** Offers a text that was left behind on this page: after a crash, a lost session, or a choice for another version. */
function offer(parts: Parts, key: string, text: KeptText): void {
  const { form, status, kept, read } = parts;
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
      { label: 'Save what was kept', chosen: () => void putBack(parts, key, text) },
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
export function offerLeftTexts(parts: Parts): void {
  const { form, kept, page, read } = parts;
  for (const [key, text] of kept.left(Date.now())) {
    if (text.page === page) {
      if (isSame(text.fields, read())) kept.forget(key);
      else offer(parts, key, text);
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
