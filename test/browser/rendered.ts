// The functions that `render.ts` bundles: the pages, and what they are made from.

export { LANGUAGES } from '../../src/language/words.ts';
export { parseSite } from '../../src/settings/site-schema.ts';
export { contentHtml } from '../../src/site/edition/content.ts';
export { makeDirectory } from '../../src/site/edition/directory.ts';
export { toEntry } from '../../src/site/edition/edition.ts';
export { renderArchivePage } from '../../src/site/page/archive.tsx';
export { renderDraftPage } from '../../src/site/page/draft-preview.tsx';
export { renderErrorPage, renderNotFoundPage } from '../../src/site/page/error.tsx';
export { renderExtensionsPage } from '../../src/site/page/extensions.tsx';
export { renderFeedPreviewPage } from '../../src/site/page/feed-preview.tsx';
export { renderHistoryPage } from '../../src/site/page/history/page.tsx';
export { renderListingPage } from '../../src/site/page/listing.tsx';
export { renderStoryPage } from '../../src/site/page/story/story.tsx';
export { renderSubscribePage } from '../../src/site/page/subscribe.tsx';
export { renderWithdrawnPage } from '../../src/site/page/withdrawn.tsx';
export { makeArticle } from '../../src/site/story/make-article.ts';
export { withObservations } from '../../src/site/story/sources/observed-article.ts';
