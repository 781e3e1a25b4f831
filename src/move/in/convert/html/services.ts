import { fileName } from '../../../../lib/uri.ts';

// The services whose players, posts and maps old pages embed.

/** Services by host, and what of theirs is embedded. */
const SERVICES: [RegExp, string][] = [
  [/(?:^|\.)(?:youtube(?:-nocookie)?\.com|youtu\.be)$/, 'YouTube'],
  [/(?:^|\.)vimeo\.com$/, 'Vimeo'],
  [/(?:^|\.)(?:dailymotion\.com|dai\.ly)$/, 'Dailymotion'],
  [/(?:^|\.)(?:twitter\.com|x\.com|t\.co)$/, 'X'],
  [/(?:^|\.)instagram\.com$/, 'Instagram'],
  [/(?:^|\.)(?:facebook\.com|fb\.watch)$/, 'Facebook'],
  [/(?:^|\.)tiktok\.com$/, 'TikTok'],
  [/(?:^|\.)bsky\.app$/, 'Bluesky'],
  [/(?:^|\.)threads\.(?:net|com)$/, 'Threads'],
  [/(?:^|\.)reddit\.com$/, 'Reddit'],
  [/(?:^|\.)spotify\.com$/, 'Spotify'],
  [/(?:^|\.)soundcloud\.com$/, 'SoundCloud'],
  [/(?:^|\.)podcasts\.apple\.com$/, 'Apple Podcasts'],
  [/(?:^|\.)(?:ted\.com)$/, 'TED'],
  [/^(?:maps\.google\.[a-z.]+|maps\.app\.goo\.gl)$/, 'Google Maps'],
  [/(?:^|\.)openstreetmap\.org$/, 'OpenStreetMap'],
  [/(?:^|\.)(?:datawrapper\.de|dwcdn\.net)$/, 'Datawrapper'],
  [/(?:^|\.)flourish\.studio$/, 'Flourish'],
  [/(?:^|\.)infogram\.com$/, 'Infogram'],
  [/^gist\.github\.com$/, 'GitHub Gist'],
  [/(?:^|\.)codepen\.io$/, 'CodePen'],
  [/(?:^|\.)scribd\.com$/, 'Scribd'],
  [/(?:^|\.)slideshare\.net$/, 'SlideShare'],
  [/(?:^|\.)documentcloud\.org$/, 'DocumentCloud'],
  [/(?:^|\.)flickr\.com$/, 'Flickr'],
  [/(?:^|\.)bilibili\.com$/, 'Bilibili'],
  [/(?:^|\.)rutube\.ru$/, 'Rutube'],
  [/(?:^|\.)vk\.com$/, 'VK'],
];

/** The name of the service at an address, if it is known. */
export function serviceAt(url: string): string | undefined {
  const { hostname = '', pathname = '' } = URL.parse(url) ?? {};
  if (/(?:^|\.)google\.[a-z.]+$/.test(hostname) && pathname.startsWith('/maps')) return 'Google Maps';
  return SERVICES.find(([host]) => host.test(hostname))?.[1];
}

/** The address that people visit, of one that pages embed. */
export function visitedAddress(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null) return url;
  const { hostname, pathname } = parsed;
  const video = /^\/embed\/([\w-]{5,})/.exec(pathname)?.[1];
  if (/(?:^|\.)youtube(?:-nocookie)?\.com$/.test(hostname) && video && video !== 'videoseries')
    return `https://www.youtube.com/watch?v=${video}`;
  const film = /^\/video\/(\d+)/.exec(pathname)?.[1];
  if (hostname === 'player.vimeo.com' && film) return `https://vimeo.com/${film}`;
  if (hostname === 'open.spotify.com' && pathname.startsWith('/embed/'))
    return `https://open.spotify.com${pathname.slice('/embed'.length)}`;
  return url;
}

/** What a link to something embedded is called: `YouTube: A title`. */
export function embedLabel(url: string, title: string): string {
  const service = serviceAt(url);
  const { hostname = '' } = URL.parse(url) ?? {};
  const name = title || (service === undefined ? fileName(url) : '');
  return [service ?? hostname.replace(/^www\./, ''), name].filter(Boolean).join(': ');
}
