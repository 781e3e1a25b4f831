import { useWords } from '../words/words.ts';

/** An address that is shown once, with a button of the script `buttons`, which shows it. */
export function LinkToCopy({ url, label }: { url: string; label: string }) {
  const t = useWords();
  return (
    <>
      <div class="field">
        <label for="link">{label}</label>
        <input id="link" readonly value={url} />
      </div>
      <p data-copy="link" hidden>
        <button type="button">{t('Copy')}</button> <span role="status" />
      </p>
    </>
  );
}
