import { fillMessage } from '../../language/messages.ts';
import { formatNumber, languageAttributes, type Words, wordsOf } from '../../language/words.ts';
import { isolate, isolateIfUnbalanced } from '../../lib/bidi.ts';
import type { Site } from '../../settings/site.ts';
import { renderLayout } from './layout.tsx';

/** Returns the path of the page on which readers report errors of a story. */
export const reportPath = (slug: string) => `/stories/${slug}/report`;

/** A story that a report is about. A withdrawn one may have neither a headline nor a language. */
export interface ReportedStory {
  slug: string;
  headline: string | undefined;
  inLanguage: string | undefined;
}

/** What a reader has written, and how much it may be. */
export interface ReportForm {
  fields: Readonly<Record<'passage' | 'error' | 'name' | 'thanks', string>>;
  limits: Readonly<Record<'passage' | 'error' | 'name', number>>;
  /** After how many days a report is deleted. */
  days: number;
  /** Why it was not sent. */
  fault?: 'unsent' | 'busy' | 'tooLong';
}

/** The field that only programs see, and fill in. */
export const TRAP = 'homepage';

function Form({
  slug,
  form: { fields, limits, fault },
  words,
}: {
  slug: string;
  form: ReportForm;
  words: Words;
}) {
  const messages = words.messages.errorReport;
  return (
    <form class="search" method="post" action={reportPath(slug)}>
      {fault ? (
        <p class="correction" role="alert">
          {messages[fault]}
        </p>
      ) : (
        ''
      )}
      <div class="fields">
        <p>
          <label for="passage">{messages.passage}</label>
          <textarea id="passage" name="passage" rows={3} dir="auto" maxlength={limits.passage}>
            {fields.passage}
          </textarea>
        </p>
        <p>
          <label for="error">{messages.error}</label>
          <textarea id="error" name="error" rows={6} dir="auto" maxlength={limits.error} required>
            {fields.error}
          </textarea>
        </p>
        <p>
          <label for="name">{messages.name}</label>
          <input
            id="name"
            name="name"
            dir="auto"
            autocomplete="name"
            value={fields.name}
            maxlength={limits.name}
          />
        </p>
        <p>
          <label for="thanks">{messages.thanks}</label>
          <select id="thanks" name="thanks">
            <option value="">{messages.noThanks}</option>
            <option value="yes" selected={fields.thanks !== ''}>
              {messages.byName}
            </option>
          </select>
        </p>
        <p>
          <button type="submit">{messages.send}</button>
        </p>
      </div>
      <p hidden>
        <input name={TRAP} tabindex={-1} autocomplete="off" aria-label={TRAP} />
      </p>
    </form>
  );
}

/** Renders the page on which a reader reports an error of a story; without `form`, that the report has arrived. */
export function renderErrorReport(story: ReportedStory, form: ReportForm | undefined, site: Site): string {
  const { slug, headline, inLanguage = site.language } = story;
  const words = wordsOf(inLanguage, site.language, site.timeZone);
  const { messages } = words;
  const { title, explained, sent } = messages.errorReport;
  const shown = headline === undefined ? messages.withdrawn : isolateIfUnbalanced(headline);
  const own = headline === undefined ? {} : languageAttributes(inLanguage, words);
  return renderLayout({
    site,
    title: fillMessage(messages.labelled, { label: title, text: shown }),
    scopes: ['all'],
    mainClass: 'searching',
    language: words.tag,
    children: (
      <>
        <h1>{title}</h1>
        <p>
          <a href={`/stories/${slug}`} {...own}>
            {shown}
          </a>
        </p>
        {form ? (
          <>
            <p>
              {fillMessage(explained, { site: isolate(site.title), days: formatNumber(words, form.days) })}
            </p>
            <Form slug={slug} form={form} words={words} />
          </>
        ) : (
          <p role="status">{sent}</p>
        )}
      </>
    ),
  });
}
