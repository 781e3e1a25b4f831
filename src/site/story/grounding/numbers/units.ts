// Units, and which of them are the same.

/** A unit's code. `''` is no unit; `count` is what is counted (people, firms), which is no unit either, but not a year. */
export type Unit =
  | '' | 'count' | 'percent' | 'point' | 'basis point' | 'times'
  | 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year' | 'decade' | 'century' | 'clock' | 'score'
  | 'metre' | 'mile' | 'foot' | 'inch' | 'yard' | 'square metre' | 'hectare' | 'acre' | 'square mile' | 'cubic metre' | 'litre' | 'gallon' | 'barrel'
  | 'gram' | 'pound weight' | 'ounce' | 'watt' | 'watt-hour' | 'joule' | 'hertz' | 'volt' | 'celsius' | 'fahrenheit' | 'degree' | 'byte' | 'bit' | 'km/h' | 'mph' | 'knot'
  | '$' | 'dollar' | '¥' | 'kr' | 'USD' | 'EUR' | 'GBP' | 'CNY' | 'JPY' | 'CHF' | 'INR' | 'RUB' | 'KRW' | 'HKD' | 'TWD' | 'AUD' | 'CAD' | 'NZD' | 'SGD' | 'BRL' | 'TRY' | 'PLN' | 'ILS'
  | 'SEK' | 'NOK' | 'DKK' | 'CZK' | 'HUF' | 'UAH' | 'VND' | 'THB' | 'NGN' | 'PHP' | 'ZAR' | 'BTC'
  | 'peso' | 'riyal' | 'dirham' | 'dinar' | 'franc' | 'lira' | 'EGP' | 'rupiah' | 'cent'; // biome-ignore format: a table

/** Units by their symbols, and how many of the unit one of them is. */
const SYMBOLS = new Map<string, readonly [Unit, number]>(Object.entries({
  '%': ['percent', 1], '‰': ['percent', 0.1], pp: ['point', 1], pps: ['point', 1], bp: ['basis point', 1], bps: ['basis point', 1],
  mm: ['metre', 1e-3], cm: ['metre', 1e-2], m: ['metre', 1], km: ['metre', 1e3], nm: ['metre', 1e-9], µm: ['metre', 1e-6], μm: ['metre', 1e-6],
  mi: ['mile', 1], ft: ['foot', 1], m2: ['square metre', 1], km2: ['square metre', 1e6], ha: ['hectare', 1], m3: ['cubic metre', 1], km3: ['cubic metre', 1e9],
  l: ['litre', 1], ml: ['litre', 1e-3], hl: ['litre', 100], bbl: ['barrel', 1],
  mg: ['gram', 1e-3], g: ['gram', 1], kg: ['gram', 1e3], t: ['gram', 1e6], lb: ['pound weight', 1], lbs: ['pound weight', 1], oz: ['ounce', 1],
  W: ['watt', 1], kW: ['watt', 1e3], MW: ['watt', 1e6], GW: ['watt', 1e9], TW: ['watt', 1e12],
  Wh: ['watt-hour', 1], kWh: ['watt-hour', 1e3], MWh: ['watt-hour', 1e6], GWh: ['watt-hour', 1e9], TWh: ['watt-hour', 1e12],
  Hz: ['hertz', 1], kHz: ['hertz', 1e3], MHz: ['hertz', 1e6], GHz: ['hertz', 1e9], kV: ['volt', 1e3],
  kB: ['byte', 1e3], KB: ['byte', 1e3], MB: ['byte', 1e6], GB: ['byte', 1e9], TB: ['byte', 1e12], PB: ['byte', 1e15],
  'km/h': ['km/h', 1], mph: ['mph', 1], kmh: ['km/h', 1], min: ['minute', 1], s: ['second', 1], h: ['hour', 1], ms: ['second', 1e-3],
  '°C': ['celsius', 1], '°F': ['fahrenheit', 1], '°': ['degree', 1], x: ['times', 1], '×': ['times', 1],
})); // biome-ignore format: a table

/** Currencies by signs and codes. `$`, `¥` and `kr` are several currencies'. */
const CURRENCIES = new Map<string, Unit>(Object.entries({
  '$': '$', '€': 'EUR', '£': 'GBP', '¥': '¥', '₹': 'INR', '₽': 'RUB', '₩': 'KRW', '₺': 'TRY', '₪': 'ILS', '₴': 'UAH', '₫': 'VND', '฿': 'THB', '₦': 'NGN', '₱': 'PHP', '₿': 'BTC', '¢': 'cent', zł: 'PLN', zl: 'PLN',
  US$: 'USD', U$: 'USD', USD: 'USD', $US: 'USD', A$: 'AUD', AU$: 'AUD', AUD: 'AUD', C$: 'CAD', CA$: 'CAD', CAD: 'CAD', HK$: 'HKD', HKD: 'HKD', NT$: 'TWD', TWD: 'TWD', NZ$: 'NZD', NZD: 'NZD', S$: 'SGD', SGD: 'SGD', R$: 'BRL', BRL: 'BRL',
  EUR: 'EUR', GBP: 'GBP', CNY: 'CNY', RMB: 'CNY', JPY: 'JPY', CHF: 'CHF', Fr: 'CHF', INR: 'INR', Rs: 'INR', RUB: 'RUB', KRW: 'KRW', TRY: 'TRY', PLN: 'PLN', SEK: 'SEK', NOK: 'NOK', DKK: 'DKK', kr: 'kr', CZK: 'CZK', Kč: 'CZK', Kc: 'CZK',
  HUF: 'HUF', UAH: 'UAH', ZAR: 'ZAR', MXN: 'peso', ARS: 'peso', COP: 'peso', CLP: 'peso', SAR: 'riyal', AED: 'dirham', EGP: 'EGP', BTC: 'BTC',
})); // biome-ignore format: a table

export const unitOfSymbol = (symbol: string): readonly [Unit, number] | undefined => SYMBOLS.get(symbol);
export const currencyOf = (sign: string): Unit | undefined => CURRENCIES.get(sign);

/** Metric multiples of units that are spelt out. */
export const MULTIPLES: Readonly<Record<string, number>> = {
  kilo: 1e3, mega: 1e6, giga: 1e9, tera: 1e12, milli: 1e-3, centi: 1e-2, zenti: 1e-2, nano: 1e-9,
}; // biome-ignore format: a table

/** The currencies that a sign or word may stand for. */
const FAMILIES = new Map<Unit, readonly Unit[]>([
  ['$', ['USD', 'HKD', 'TWD', 'AUD', 'CAD', 'NZD', 'SGD', 'peso', 'dollar']],
  ['dollar', ['$', 'USD', 'HKD', 'TWD', 'AUD', 'CAD', 'NZD', 'SGD']],
  ['¥', ['CNY', 'JPY']],
  ['kr', ['SEK', 'NOK', 'DKK']],
  ['franc', ['CHF']],
  ['lira', ['TRY']],
  ['degree', ['celsius', 'fahrenheit']],
]);

/** The members of a family, each with the signs that may stand for it. */
const SIGNS = new Map<Unit, Unit[]>();
for (const [sign, members] of FAMILIES)
  for (const member of members) SIGNS.set(member, [...(SIGNS.get(member) ?? []), sign]);

/** Returns the units that a quote may state for a claim's unit, besides that unit. */
export const kindredUnits = (unit: Unit): readonly Unit[] => FAMILIES.get(unit) ?? SIGNS.get(unit) ?? [];

const PROPORTIONS = new Set<Unit>(['percent', 'point', 'basis point']);
/** Whether the unit is one that no bare number can stand for. */
export const isProportion = (unit: Unit): boolean => PROPORTIONS.has(unit);

const FINER: Readonly<Partial<Record<Unit, readonly [Unit, number]>>> = {
  minute: ['second', 60], hour: ['minute', 60], day: ['hour', 24], week: ['day', 7], year: ['month', 12],
}; // biome-ignore format: a table
/** Units of which this many are one of another, and the part of it that people still say so: 90 minutes, 18 months. */
const COARSER: Readonly<Partial<Record<Unit, readonly [Unit, number, number]>>> = {
  minute: ['hour', 60, 15], hour: ['day', 24, 24], day: ['week', 7, 7], month: ['year', 12, 6],
}; // biome-ignore format: a table

/** Returns what a number is in other units: half a minute in seconds, 48 hours in days, 42 cents in dollars or euros. */
export function otherUnits(value: number, unit: Unit): { value: number; unit: Unit }[] {
  if (unit === 'cent') return (['$', 'EUR'] as const).map((each) => ({ value: value / 100, unit: each }));
  const [finer, count = 1] = FINER[unit] ?? [];
  if (finer && !Number.isInteger(value)) return [{ value: value * count, unit: finer }];
  const [coarser, many = 1, part = 1] = COARSER[unit] ?? [];
  return coarser && value >= many && value % part === 0 ? [{ value: value / many, unit: coarser }] : [];
}

const MONEY = new Set<Unit>([
  ...CURRENCIES.values(),
  'dollar',
  'riyal',
  'dirham',
  'dinar',
  'franc',
  'lira',
  'rupiah',
]);
export const isCurrency = (unit: Unit): boolean => MONEY.has(unit);
