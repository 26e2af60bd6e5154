const list = (names: string): ReadonlySet<string> => new Set(names.split(' '));

/** Elements without an end tag. */
export const voidElements = list(
  'area base br col embed hr img input link meta param source track wbr',
);

/** Elements whose text holds no tags. */
export const rawElements = list('script style textarea title');

/** Which open elements a start tag ends that are left without an end tag. */
export const implicitEnds: Readonly<Record<string, readonly string[]>> = {
  __proto__: null as never,
  li: ['li'],
  option: ['option'],
  dt: ['dt', 'dd'],
  dd: ['dt', 'dd'],
  p: ['p'],
  td: ['td', 'th'],
  th: ['td', 'th'],
  tr: ['td', 'th', 'tr'],
};

/** By which a fragment of HTML is told from XML. */
export const commonElements = list(
  'a article aside b body br button canvas code dd div dl dt em fieldset figure footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input label li link main meta nav ol option p pre script section select small span strong style table tbody td template textarea th thead title tr turbo-frame turbo-stream u ul video',
);
