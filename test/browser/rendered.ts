// The functions that `render.ts` bundles: the pages, and what they are made from.
export { contentHtml } from '../../src/edition/content.ts';
export { makeDirectory } from '../../src/edition/directory.ts';
export { toEntry } from '../../src/edition/edition.ts';
export { LANGUAGES } from '../../src/language/words.ts';
export { renderArchivePage } from '../../src/page/archive.tsx';
export { renderDraftPage } from '../../src/page/draft-preview.tsx';
export { renderErrorPage, renderNotFoundPage } from '../../src/page/error.tsx';
export { renderExtensionsPage } from '../../src/page/extensions.tsx';
export { renderFeedPreviewPage } from '../../src/page/feed-preview.tsx';
export { renderHistoryPage } from '../../src/page/history/page.tsx';
export { renderListingPage } from '../../src/page/listing.tsx';
export { renderStoryPage } from '../../src/page/story/story.tsx';
export { renderSubscribePage } from '../../src/page/subscribe.tsx';
export { renderWithdrawnPage } from '../../src/page/withdrawn.tsx';
export { parseSite } from '../../src/site-schema.ts';
export { makeArticle } from '../../src/story/make-article.ts';
export { withObservations } from '../../src/story/sources/observed-article.ts';
