import type { Child } from 'hono/jsx';
import { OriginLine } from '../../../drafting/views/sources/origin.tsx';
import { type NewsroomContext, zoneOf } from '../../../frame/context.ts';
import { renderNewsroom } from '../../../frame/layout.tsx';
import { ZoneLine } from '../../../frame/time-fields.tsx';
import { openThreads } from '../../../reviews/views/draft-notes.tsx';
import { NewNote, OpenNotes } from '../../../reviews/views/notes-beside.tsx';
import { useWords } from '../../../words/words.ts';
import { STATE_NAMES } from '../states.ts';
import { Citations, countsLine, FaultList } from './check-lists.tsx';
import { DiscardedLine, DraftViews, EmbargoLine, savedLine } from './draft-header.tsx';
import type { FormState } from './field.tsx';
import { CorrectionFields, DetailFields, PictureFields, ScheduleFields } from './fields-details.tsx';
import { EvidenceList } from './fields-evidence.tsx';
import { SourceList } from './fields-sources.tsx';
import { Made, MadeLink, StoryText, TopicFields } from './fields-story.tsx';
import { type DraftPage, formState, Previews } from './form-page.tsx';
import { draftPath } from './open-draft.ts';
import { Discard, DiscardForm, SavedForm } from './saved-form.tsx';

// The page on which a story is written: its words where readers will read them, in one column; what is about the text beside it; what
// is about the story in a drawer. It is the form of form-page.tsx in another order, and needs its script.

/** One of the panels beside the text. On a narrow screen they are a sheet above it. */
interface Panel {
  id: string;
  title: string;
  /** How much there is to see in it; absent if that says nothing. */
  count?: number;
  children: Child;
}

function Panels({ panels }: { panels: readonly Panel[] }) {
  const t = useWords();
  return (
    <aside id="beside" class="beside" aria-label={t('Beside the text')}>
      <div class="tabs">
        <div role="tablist" aria-label={t('What is shown beside the text')}>
          {panels.map(({ id, title, count }, index) => (
            <button
              type="button"
              role="tab"
              id={`tab-${id}`}
              aria-controls={`panel-${id}`}
              aria-selected={index === 0 ? 'true' : 'false'}
              tabindex={index === 0 ? 0 : -1}
            >
              {title}
              {count === undefined ? '' : <span class="count" data-count={id}>{` ${count || ''}`}</span>}
            </button>
          ))}
        </div>
        <button type="button" class="close" data-close="beside" aria-label={t('Close')}>
          ×
        </button>
      </div>
      {panels.map(({ id, title, children }, index) => (
        <section role="tabpanel" id={`panel-${id}`} aria-labelledby={`tab-${id}`} hidden={index > 0}>
          <h2 class="hidden">{title}</h2>
          {children}
        </section>
      ))}
    </aside>
  );
}

/** What is about the story rather than its text. Esc, or a press beside it, closes it. */
function Drawer({ c, form, page }: { c: NewsroomContext; form: FormState; page: DraftPage }) {
  const t = useWords();
  const site = c.get('site');
  return (
    <section id="details" class="drawer" popover="auto" aria-labelledby="details-title">
      <div class="actions">
        <h2 id="details-title">{t('Details')}</h2>
        <button
          type="button"
          class="close"
          popovertarget="details"
          popovertargetaction="hide"
          aria-label={t('Close the details')}
        >
          {t('Close')}
        </button>
      </div>
      <TopicFields form={form} topics={site.topics} />
      <h3>{t('When it appears')}</h3>
      <ZoneLine zone={zoneOf(c)} />
      <ScheduleFields form={form} draft={page.draft} zone={zoneOf(c)} />
      <h3>{t('Picture')}</h3>
      <PictureFields form={form} picture={page.picture} />
      <h3>{t('How it was made')}</h3>
      <Made form={form} part="abstract" title={t('The TL;DR')} />
      <Made form={form} part="articleBody" title={t('The analysis')} />
      <h3>{t('Language, authors and address')}</h3>
      <DetailFields form={form} draft={page.draft} site={site} />
      <h3>{t('Discard')}</h3>
      <Discard />
    </section>
  );
}

/** The bar that stays: what is saved, how much there is, who else is here, and what comes next. */
function Bar({ c, page }: { c: NewsroomContext; page: DraftPage }) {
  const t = useWords();
  const { draft, check } = page;
  return (
    <>
      <div class="bar-state">
        <a href="/newsroom/drafts">{t('Drafts')}</a>
        <span class="state">{t(STATE_NAMES[draft.state])}</span>
        <div class="quiet">
          <div id="saved">{savedLine(t, draft, zoneOf(c))}</div>
          <div id="counts">{countsLine(t, check)}</div>
        </div>
      </div>
      <div class="bar-actions">
        <button type="button" class="narrow-only" data-open="beside" aria-controls="beside">
          {t('Sources')}
        </button>
        <button type="button" popovertarget="details">
          {t('Details')}
        </button>
        <button type="button" popovertarget="more">
          {t('More')}
        </button>
        <button type="submit" form="draft" name="action" value="review">
          <span class="wide-only">{t('Ask for review')}</span>
          <span class="narrow-only">{t('Review')}</span>
        </button>
        <button class="main" type="submit" form="draft" name="action" value="publish">
          {t('Publish')}
        </button>
      </div>
      <div id="more" class="menu" popover="auto">
        <DraftViews draft={draft} at="write" />
        <button type="button" class="plain" data-bare-text="" aria-pressed="false">
          {t('Show the signs in the text')}
        </button>
      </div>
    </>
  );
}

/** Renders a draft as the page on which it is written. */
export function renderWritePage(c: NewsroomContext, page: DraftPage): Response | Promise<Response> {
  const { draft, version, values, isUnsaved, check, notes = [], origin = null, said } = page;
  const t = c.get('t');
  const path = draftPath(draft.id);
  const form = { ...formState(c, page), isFolded: true };
  const open = openThreads(notes).length;
  const wrong = check.faults.filter(({ isEmpty }) => !isEmpty).length;
  const panels: Panel[] = [
    {
      id: 'sources',
      title: t('Sources'),
      children: (
        <>
          <SourceList form={form} />
          <h3>{t('Citations')}</h3>
          <Citations check={check} />
        </>
      ),
    },
    {
      id: 'evidence',
      title: t('Evidence'),
      children: <EvidenceList form={form} check={check} />,
    },
    {
      id: 'notes',
      title: t('Notes'),
      count: open,
      children: (
        <>
          <NewNote />
          <div id="open-notes">
            <OpenNotes notes={notes} text={draft.text} values={values} path={path} zone={zoneOf(c)} />
          </div>
        </>
      ),
    },
    {
      id: 'faults',
      title: t('To do'),
      count: wrong,
      children: (
        <>
          <FaultList check={check} id={draft.id} />
          <p class="quiet">{t('Nothing that is missing here keeps you from writing on.')}</p>
        </>
      ),
    },
    { id: 'preview', title: t('Preview'), children: <Previews draft={draft} /> },
  ];
  return renderNewsroom(c, {
    title: draft.headline ?? draft.name,
    said,
    scripts: ['editor'],
    bar: <Bar c={c} page={page} />,
    // The form has everything that this page has.
    withoutScript: `${path}/form${new URL(c.req.url).search}`,
    children: (
      <>
        <DiscardedLine draft={draft} zone={zoneOf(c)} />
        <EmbargoLine draft={draft} zone={zoneOf(c)} />
        <OriginLine origin={origin} path={path} />
        <div id="presence" class="quiet" />
        <p id="status" role="status" />
        <SavedForm
          c={c}
          id={draft.id}
          version={version}
          class="desk"
          data-unsaved={isUnsaved ? '' : undefined}
          inert={draft.discarded !== null}
        >
          <div class="paper">
            <h2 class="hidden">{t('Text')}</h2>
            <StoryText
              form={form}
              name="headline"
              rows={1}
              attributes={{
                class: 'headline',
                placeholder: t('Headline'),
                'data-line': '',
              }}
            />
            <StoryText
              form={form}
              name="abstract"
              hint={<MadeLink form={form} part="abstract" />}
              rows={2}
              attributes={{ placeholder: t('What happened, in two or three sentences') }}
            />
            <CorrectionFields form={form} draft={draft} zone={zoneOf(c)} />
            <StoryText
              form={form}
              name="articleBody"
              hint={<MadeLink form={form} part="articleBody" />}
              rows={12}
              attributes={{ 'data-editor': 'prose' }}
            />
          </div>
          <Panels panels={panels} />
          <Drawer c={c} form={form} page={page} />
        </SavedForm>
        <DiscardForm id={draft.id} version={version} />
      </>
    ),
  });
}
