import { OriginLine } from '../../../drafting/views/sources/origin.tsx';
import { type NewsroomContext, zoneOf } from '../../../frame/context.ts';
import { renderNewsroom } from '../../../frame/layout.tsx';
import type { UploadedPicture } from '../../../pictures/desk/picture.ts';
import type { DraftNote } from '../../../reviews/desk/review-event.ts';
import { DraftNotes } from '../../../reviews/views/draft-notes.tsx';
import type { ListedStory } from '../../../stories/desk/story-lists.ts';
import { useWords } from '../../../words/words.ts';
import type { Draft } from '../../desk/draft.ts';
import type { DraftOrigin } from '../../desk/draft-origin.ts';
import type { Check } from './check/check.ts';
import { Citations, countsLine, FaultList } from './check-lists.tsx';
import { DraftHeader } from './draft-header.tsx';
import type { FormState } from './field.tsx';
import {
  CORRECTION_ROW,
  CorrectionFields,
  DetailFields,
  PictureFields,
  ScheduleFields,
} from './fields-details.tsx';
import { EVIDENCE_ROW, EvidenceList } from './fields-evidence.tsx';
import { withNewRow } from './fields-rows.tsx';
import { SOURCE_ROW, SourceList } from './fields-sources.tsx';
import { StoryFields, TopicFields } from './fields-story.tsx';
import type { Values } from './form/values.ts';
import { draftPath, faultsByField, languageOf } from './open-draft.ts';
import { Discard, DiscardForm, SaveButton, SavedForm } from './saved-form.tsx';

/** What readers will see of the draft: the page, the entry in a feed, the card. */
export function Previews({ draft }: { draft: Draft }) {
  const t = useWords();
  const path = draftPath(draft.id);
  return (
    <div id="previews" class="previews">
      <details open>
        <summary>{t('Page')}</summary>
        <iframe title={t('The page as readers will see it')} src={`${path}/page`} sandbox="" loading="lazy" />
      </details>
      <details open>
        <summary>{t('In a feed reader')}</summary>
        <iframe title={t('The story in a feed reader')} src={`${path}/feed`} sandbox="" loading="lazy" />
      </details>
      <details open>
        <summary>{t('Card')}</summary>
        <img
          src={`${path}/card.png?version=${draft.version}`}
          alt={t('The card that other sites show with a link to the story')}
          width="1200"
          height="630"
          loading="lazy"
        />
      </details>
    </div>
  );
}

const ROWS = { source: SOURCE_ROW, evidence: EVIDENCE_ROW, correction: CORRECTION_ROW };

/** Adds an empty row to the list that the address names: what "Add source" does without a script. */
const withRequestedRow = (values: Values, list: string | undefined): Values =>
  list === 'source' || list === 'evidence' || list === 'correction'
    ? withNewRow(values, list, ROWS[list])
    : values;

/** What the pages show on which a draft is written. */
export interface DraftPage {
  draft: Draft;
  /** The version that saving replaces. */
  version: number;
  values: Values;
  /** Whether they hold what the version does not: a picture that was just chosen. */
  isUnsaved?: boolean;
  check: Check;
  /** What the newsroom knows of the story's picture, if it was uploaded here. */
  picture?: UploadedPicture | undefined;
  /** The newest stories of the newsroom, of which the draft may be a translation. */
  stories?: readonly ListedStory[];
  /** The notes on the draft. */
  notes?: readonly DraftNote[];
  /** What made the draft, if a program did. */
  origin?: DraftOrigin | null;
  other?: FormState['other'];
  said?: { text: string; isWrong?: boolean } | undefined;
  status?: number;
}

/** Returns what the fields of a page show. */
export const formState = (c: NewsroomContext, { draft, values, check, other }: DraftPage): FormState => ({
  id: draft.id,
  values: withRequestedRow(values, c.req.query('add')),
  faults: faultsByField(check),
  other,
  language: languageOf(draft.text),
  newsroomLanguage: c.get('site').language,
});

/** Renders the form of a draft. */
export function renderDraftForm(c: NewsroomContext, page: DraftPage): Response | Promise<Response> {
  const { draft, version, check, notes = [], origin = null, other, said, status } = page;
  const site = c.get('site');
  const t = c.get('t');
  const zone = zoneOf(c);
  const form = formState(c, page);
  return renderNewsroom(c, {
    title: draft.headline ?? draft.name,
    said,
    ...(status === undefined ? {} : { status }),
    scripts: ['editor'],
    children: (
      <>
        <DraftHeader c={c} draft={draft} at="form" />
        <OriginLine origin={origin} path={draftPath(draft.id)} />
        <p id="status" role="status" />
        <div id="presence" />
        <FaultList check={check} id={draft.id} />
        <DraftNotes notes={notes} text={draft.text} path={draftPath(draft.id)} />
        <div class="writing">
          <SavedForm c={c} id={draft.id} version={version} page="/form">
            <p class="actions">
              <SaveButton other={other} />
              {other ? (
                <a class="button" href={`${draftPath(draft.id)}/form`}>
                  {t('Open {name}’s version and leave mine', { name: other.by })}
                </a>
              ) : (
                ''
              )}
            </p>
            <section aria-label={t('Story')}>
              <StoryFields form={form} />
            </section>
            <section aria-labelledby="sources-title">
              <h2 id="sources-title">{t('Sources')}</h2>
              <p id="counts" class="quiet" hidden={check.counts === null}>
                {countsLine(t, check)}
              </p>
              <Citations check={check} />
              <SourceList form={form} />
            </section>
            <section aria-labelledby="evidence-title">
              <h2 id="evidence-title">{t('Evidence')}</h2>
              <p class="quiet">
                {t('For each statement of the TL;DR, the words of a source that support it.')}
              </p>
              <EvidenceList form={form} check={check} />
            </section>
            <section aria-labelledby="schedule-title">
              <h2 id="schedule-title">{t('Schedule')}</h2>
              <ScheduleFields form={form} draft={draft} zone={zone} />
              <CorrectionFields form={form} draft={draft} zone={zone} />
            </section>
            <section aria-labelledby="picture-title">
              <h2 id="picture-title">{t('Picture')}</h2>
              <PictureFields form={form} picture={page.picture} />
            </section>
            <section aria-labelledby="details-title">
              <h2 id="details-title">{t('Topics and details')}</h2>
              <TopicFields form={form} topics={site.topics} />
              <DetailFields form={form} draft={draft} site={site} stories={page.stories} />
            </section>
            <div class="actions">
              <SaveButton other={other} />
              <button type="submit" name="action" value="review">
                {t('Ask for review')}
              </button>
              <button type="submit" name="action" value="publish">
                {t('Publish or schedule')}
              </button>
            </div>
          </SavedForm>
          <Previews draft={draft} />
        </div>
        <h2>{t('Discard')}</h2>
        <DiscardForm id={draft.id} version={version} />
        <Discard />
      </>
    ),
  });
}
