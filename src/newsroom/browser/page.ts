import { offerLeftTexts } from './editor/left-texts.ts';
import { startSaving } from './editor/saving.ts';

// The page on which one of the newsroom's own pages is written. It expects:
//   <form id="draft" data-save="/newsroom/pages/:slug/draft" data-person="…"> with the hidden field `version`
//   <p id="status" role="status">, which is announced, and <span id="saved">, which is not
//   <textarea data-editor="prose">, which the editor of the analysis replaces

const form = document.querySelector<HTMLFormElement>('form#draft');
const url = form?.dataset.save;
if (form && url) {
  const saving = startSaving(form, { url, subject: location.pathname, keepsVersions: false });
  const { texts, status } = saving;
  const language = () => form.querySelector<HTMLInputElement>('[name="language"]')?.value.trim();
  texts.loadEditors({ language, say: (words) => status.say(words) });
  offerLeftTexts(saving);
}
