// Which page may have its workers record themselves, and which of its workers, by what the browser's network
// log has seen of them. When in doubt, not: see docs/adr/0012 and docs/discoveries/recording-inside-workers.md.

export interface PlainPage {
  readonly kind: 'plain';
  /** Without its fragment. */
  readonly url: string;
  /** Addresses of scripts of the page's origin that answered plainly: these a worker may be started from. */
  readonly scripts: readonly string[];
}

export type PageVerdict =
  | PlainPage
  /** The network log did not see it load. */
  | { readonly kind: 'unknown' }
  /** `header` names what the page came with. */
  | { readonly kind: 'policy'; readonly header: string }
  /** It does not come from a server. */
  | { readonly kind: 'scheme' };

/**
 * Each of these binds a worker otherwise when it starts from another script than its own. Also those that only
 * report: they would report what nobody has done.
 */
const policies = [
  'content-security-policy',
  'content-security-policy-report-only',
  'cross-origin-embedder-policy',
  'cross-origin-embedder-policy-report-only',
  'document-policy',
];
const javaScript = /^(?:text|application)\/(?:x-)?(?:java|ecma)script\b/i;

/** @param log what `devtools.network.getHAR` gives. @param url the page's address at this moment */
export function judgePage(log: unknown, url: string): PageVerdict {
  const page = withoutFragment(url);
  if (!/^https?:/.test(page)) return { kind: 'scheme' };
  const entries = listOf(fieldsOf(log)['entries']).map(answerOf);
  const document = entries.findLast((entry) => entry.isDocument && entry.url === page);
  if (document === undefined || !document.isPlain) return { kind: 'unknown' };
  if (document.policy !== null) return { kind: 'policy', header: document.policy };
  const { origin } = new URL(page);
  const answered = entries.filter((entry) => entry.url.startsWith(`${origin}/`));
  const spoiled = new Set(
    answered.filter(({ isPlain, policy }) => !isPlain || policy !== null).map((entry) => entry.url),
  );
  const scripts = answered.filter(
    (entry) => javaScript.test(entry.type) && !spoiled.has(entry.url),
  );
  return { kind: 'plain', url: page, scripts: [...new Set(scripts.map((entry) => entry.url))] };
}

const withoutFragment = (url: string): string => url.replace(/#.*/s, '');

/** What the log says of one request. */
interface Answer {
  readonly url: string;
  readonly isDocument: boolean;
  readonly type: string;
  /** Not redirected, not refused, not an error. */
  readonly isPlain: boolean;
  readonly policy: string | null;
}

function answerOf(entry: unknown): Answer {
  const { request, response, _resourceType: resource } = fieldsOf(entry);
  const { status, headers } = fieldsOf(response);
  const answered = new Map(
    listOf(headers)
      .map(fieldsOf)
      .map(({ name, value }) => [textOf(name).toLowerCase(), textOf(value)]),
  );
  // Of a worker's script the log's own `content.mimeType` is "x-unknown" in Chromium.
  const type = answered.get('content-type') ?? '';
  return {
    url: withoutFragment(textOf(fieldsOf(request)['url'])),
    // Firefox does not say what was asked for.
    isDocument: resource === 'document' || (resource === undefined && /^text\/html\b/i.test(type)),
    type,
    isPlain: status === 200 || status === 304,
    policy: policies.find((policy) => answered.has(policy)) ?? null,
  };
}

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
