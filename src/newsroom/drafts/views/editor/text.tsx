import { FRONT_MATTER_LINE } from '../../../../site/story/parse/author-file.ts';
import type { NewsroomContext } from '../../../frame/context.ts';
import { renderNewsroom } from '../../../frame/layout.tsx';
import type { Draft } from '../../desk/draft.ts';
import type { Check } from './check/check.ts';
import { byLine, FaultList } from './check-lists.tsx';
import { DraftHeader } from './draft-header.tsx';
import { asShown } from './form/values.ts';
import { draftPath } from './open-draft.ts';
import { SaveButton, SavedForm } from './saved-form.tsx';

interface TextPage {
  draft: Draft;
  version: number;
  text: string;
  check: Check;
  /** The version that somebody else has saved meanwhile. */
  other?: { by: string; text: string };
  said?: { text: string; isWrong?: boolean } | undefined;
  status?: number;
}

/** Renders the text of a draft: the whole file in one field. */
export function renderDraftText(c: NewsroomContext, page: TextPage): Response | Promise<Response> {
  const { draft, version, text, check, other, said, status } = page;
  const t = c.get('t');
  const shown = asShown(text);
  const line = Number(c.req.query('line'));
  const [asked] = Number.isSafeInteger(line) && line > 0 ? [shown.split('\n')[line - 1]] : [];
  const isWrong = check.faults.some(({ isEmpty }) => !isEmpty);
  return renderNewsroom(c, {
    title: draft.headline ?? draft.name,
    said,
    ...(status === undefined ? {} : { status }),
    scripts: ['editor'],
    children: (
      <>
        <DraftHeader c={c} draft={draft} at="text" />
        <p id="status" role="status" />
        <div id="presence" />
        <FaultList check={byLine(t, check)} id={draft.id} base={draftPath(draft.id)} />
        {asked === undefined ? (
          ''
        ) : (
          <p>{t('Line {line}: {text}', { line, text: <code dir="auto">{asked.slice(0, 300)}</code> })}</p>
        )}
        <div class={other ? 'columns' : ''}>
          <SavedForm c={c} id={draft.id} version={version} page="/text">
            <div class="field wide-field">
              <label for="text">{t('The whole text')}</label>
              <span class="hint" id="hint-text">
                {t(
                  'Everything of the draft as it is kept: the fields, between two lines of {line}, and then the analysis. It is saved as you type it.',
                  { line: FRONT_MATTER_LINE },
                )}
              </span>
              <textarea
                id="text"
                name="text"
                class="code"
                rows={30}
                dir="auto"
                data-editor="file"
                aria-describedby="hint-text"
                aria-invalid={isWrong ? 'true' : undefined}
              >
                {`\n${shown}`}
              </textarea>
            </div>
            <div class="actions">
              <SaveButton other={other} />
            </div>
          </SavedForm>
          {other ? (
            <section class="other" aria-labelledby="other-title">
              <h2 id="other-title">{t('Saved by {name}', { name: other.by })}</h2>
              <pre class="verbatim" dir="auto" tabindex={0}>
                {asShown(other.text)}
              </pre>
              <p>
                <a class="button" href={`${draftPath(draft.id)}/text`}>
                  {t('Open this version and leave mine')}
                </a>
              </p>
            </section>
          ) : (
            ''
          )}
        </div>
      </>
    ),
  });
}
