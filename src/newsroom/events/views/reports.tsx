import { withReadableHosts } from '../../../lib/readable-host.ts';
import { formatTime } from '../../frame/times.ts';
import { useWords } from '../../words/words.ts';
import type { EventItem } from '../wire/events.ts';

/** Whether a browser may follow the address. */
const isWeb = (url: string): boolean => /^https?:\/\//i.test(url);

/** How much of a summary is shown, in characters. */
const SHOWN_SUMMARY = 300;

/** The reports of an event, each with a box to tick. */
export function Reports({
  title,
  items,
  zone,
  withSummary = false,
  isTicked = () => false,
}: {
  /** What the event is called. */
  title: string;
  items: readonly EventItem[];
  zone: string;
  withSummary?: boolean;
  isTicked?: (item: EventItem) => boolean;
}) {
  const t = useWords();
  return (
    <ul class="checks reports" data-tick-all={title}>
      {items.map((item) => {
        const { id, url, title, summary, outlet, language, at, isNew, copyOf } = item;
        const name = title || withReadableHosts(url);
        const shownOutlet = withReadableHosts(outlet);
        return (
          <li>
            <input type="checkbox" name="url" value={url} id={`report-${id}`} checked={isTicked(item)} />
            <label for={`report-${id}`} lang={language ?? undefined} dir="auto">
              {name}
            </label>
            <p class="links">
              <bdi>{shownOutlet}</bdi>
              <span class="quiet">{formatTime(at, zone, t.tag)}</span>
              {isNew ? <span class="state good">{t('New')}</span> : ''}
              {copyOf === null ? (
                ''
              ) : (
                <span class="quiet">
                  {t('nearly the text of {outlet}', { outlet: <bdi>{withReadableHosts(copyOf)}</bdi> })}
                </span>
              )}
              {isWeb(url) ? (
                <a href={url} rel="noreferrer">
                  {t('Read it')}
                  <span class="hidden">
                    : {shownOutlet}, {name}
                  </span>
                </a>
              ) : (
                ''
              )}
            </p>
            {withSummary && summary !== '' ? (
              <p lang={language ?? undefined} dir="auto">
                {summary.length > SHOWN_SUMMARY
                  ? `${summary.slice(0, SHOWN_SUMMARY).toWellFormed()}…`
                  : summary}
              </p>
            ) : (
              ''
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** The button below reports. It leads to a form that shows what was ticked. */
export function DraftButton() {
  const t = useWords();
  return (
    <p class="actions">
      <button class="main" type="submit">
        {t('Draft from these')}
      </button>
      <span class="quiet">{t('You see the ticked reports once more before anything is read.')}</span>
    </p>
  );
}
