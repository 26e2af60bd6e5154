import type { Setting } from './behaviours/kit.ts';
import { bundleForPage } from './bundle.ts';
import type { PageServer } from './page-server.ts';

/** What each behaviour returned, by its name. */
export type Logs = Readonly<Record<string, unknown>>;

/** The first script of the page writes down all that happens around it from then on. */
const firstScript = `
  const seen = { mutations: [], messages: [], console: [], errors: [] };
  seen.globals = Object.getOwnPropertyNames(window);
  seen.timer = setTimeout(() => {}, 0);
  addEventListener('message', (event) => seen.messages.push(String(event.data)));
  for (const method of Object.keys(console)) {
    const original = console[method];
    console[method] = (...words) => {
      seen.console.push(method + ' ' + words.join(' '));
      return original.apply(console, words);
    };
  }
  new MutationObserver((records) => {
    for (const { type, target } of records) seen.mutations.push(type + ' ' + target.nodeName);
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  Object.defineProperty(window, 'seen', { value: seen });
`;

/** Serves the page of behaviours and the page's script. */
export async function serveBehaviours(server: PageServer, setting: Setting): Promise<void> {
  const script = await bundleForPage('./behaviours/run.ts');
  server.serve('/behaviours.js', { type: 'text/javascript', body: script });
  server.serve('/behaviours', {
    body: `<!doctype html><html><head><script>{${firstScript}}</script><link rel="icon" href="data:,"><title>Behaviours</title></head><body>
<script>Object.defineProperty(window, 'setting', { value: ${JSON.stringify(setting)} });</script>
<script src="/behaviours.js"></script></body></html>`,
  });
}

/** Opens the page by the means given, and returns what its behaviours have seen. */
export async function runBehaviours(
  server: PageServer,
  navigate: (url: string) => Promise<unknown>,
): Promise<Logs> {
  const report = server.nextReport('behaviours');
  await navigate(`${server.origin}/behaviours`);
  // The page's own script wrote it.
  return (await report) as Logs;
}
