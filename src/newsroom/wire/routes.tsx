import type { Newsroom, NewsroomContext } from '../context.ts';
import { renderNewsroom } from '../layout.tsx';
import { WireViews } from './views.tsx';

function showEvents(c: NewsroomContext): Response | Promise<Response> {
  return renderNewsroom(c, {
    title: 'Wire',
    children: (
      <>
        <WireViews current="/newsroom/wire" />
        <p>No feeds have reported anything yet.</p>
      </>
    ),
  });
}

/** Adds the page of events. */
export function addEventRoutes(newsroom: Newsroom): void {
  newsroom.get('/newsroom/wire', showEvents);
}
