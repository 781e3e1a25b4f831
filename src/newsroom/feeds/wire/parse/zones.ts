/**
 * The names of time zones in feeds: minutes ahead of UTC, or the zone whose clocks show the time, winter and summer. RFC 822 knows those
 * of the United States. Of names with several meanings, the first here is that of most feeds; a language after the name has its own.
 */
const NAMES: Record<string, number | string> = {
  z: 0,
  ut: 0,
  utc: 0,
  gmt: 0,
  wet: 0,
  // North America
  est: -300,
  edt: -240,
  et: 'America/New_York',
  cst: -360,
  cdt: -300,
  ct: 'America/Chicago',
  mst: -420,
  mdt: -360,
  mt: 'America/Denver',
  pst: -480,
  pdt: -420,
  pt: 'America/Los_Angeles',
  akst: -540,
  akdt: -480,
  hst: -600,
  ast: -240,
  adt: -180,
  nst: -210,
  ndt: -150,
  // South America
  brt: -180,
  art: -180,
  uyt: -180,
  clt: -240,
  clst: -180,
  bot: -240,
  vet: -240,
  cot: -300,
  pet: -300,
  // Europe. BST is British, not of Bangladesh
  bst: 60,
  west: 60,
  cet: 60,
  met: 60,
  mez: 60,
  cest: 120,
  mest: 120,
  mesz: 120,
  eet: 120,
  eest: 180,
  msk: 180,
  trt: 180,
  // Africa
  wat: 60,
  cat: 120,
  sast: 120,
  eat: 180,
  // Asia. IST is Indian, and Irish or of Israel in those languages; CST is Chinese in Chinese
  ist: 330,
  'ist ga': 60,
  'ist he': 120,
  idt: 180,
  irst: 210,
  gst: 240,
  pkt: 300,
  npt: 345,
  ict: 420,
  wib: 420,
  wita: 480,
  wit: 540,
  'cst zh': 480,
  hkt: 480,
  sgt: 480,
  myt: 480,
  pht: 480,
  jst: 540,
  kst: 540,
  // Australia, New Zealand
  awst: 480,
  acst: 570,
  acdt: 630,
  aest: 600,
  aedt: 660,
  nzst: 720,
  nzdt: 780,
};
const ZONES = new Map(Object.entries(NAMES));

/** Returns what zone a name is in a feed of a language: minutes ahead of UTC, or a name of the IANA's; undefined if it is unknown. */
export const zoneNamed = (name: string, language: string): number | string | undefined => {
  const plain = name.toLowerCase();
  return ZONES.get(`${plain} ${language}`) ?? ZONES.get(plain);
};
