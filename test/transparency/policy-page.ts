// Pages with a Content-Security-Policy, for policy.test.ts.
import type { ServedPage } from './page-server.ts';

/** Each page's policy. Its own server may be reached, which takes the reports; that of `elsewhere` may not. */
export const policies = {
  "connect-src 'self'": "connect-src 'self'",
  'everything forbidden but one script':
    "default-src 'none'; script-src 'nonce-x'; img-src data:; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'",
  'a sandbox': "sandbox allow-scripts; connect-src 'self' *",
  'no policy that holds': '',
} as const;

export type PolicyName = keyof typeof policies;

/** Opens a socket here and one elsewhere, and posts what came of them and every violation that it was told of. */
export function policyPage(name: PolicyName, here: string, elsewhere: string): ServedPage {
  const policy = policies[name];
  const index = Object.keys(policies).indexOf(name);
  const headers = {
    // A page of the sandbox has another origin than its server.
    'Access-Control-Allow-Origin': '*',
    ...(policy === ''
      ? {
          'Content-Security-Policy-Report-Only': `connect-src 'self'; report-uri /report?csp-${index}`,
        }
      : { 'Content-Security-Policy': `${policy}; report-uri /report?csp-${index}` }),
  };
  return {
    headers,
    body: `<!doctype html><link rel="icon" href="data:,"><script nonce="x">{
  const seen = [];
  const fields = ['blockedURI', 'disposition', 'documentURI', 'effectiveDirective', 'originalPolicy', 'referrer',
    'sample', 'sourceFile', 'statusCode', 'violatedDirective'];
  document.addEventListener('securitypolicyviolation', (event) => {
    const values = fields.map((field) => [field, event[field]]);
    seen.push(['violation', ...values, event.lineNumber > 0, event.columnNumber > 0]);
  });
  const story = (url) => new Promise((done) => {
    let socket;
    try {
      socket = new WebSocket(url);
    } catch (error) {
      seen.push(['threw', error.name, error.message]);
      done();
      return;
    }
    seen.push(['made', socket.readyState]);
    socket.onopen = () => { seen.push('open'); socket.send('say a word'); socket.send(new Blob(['say more'])); };
    socket.onmessage = ({ data }) => { seen.push(String(data)); socket.close(); };
    // Chromium tells of no closing where the policy refuses; where it does, it does in the same task.
    socket.onerror = () => { seen.push(['error', socket.readyState]); setTimeout(done); };
    socket.onclose = ({ code, wasClean }) => { seen.push(['close', code, wasClean]); done(); };
  });
  (async () => {
    for (const url of ${JSON.stringify([here, elsewhere, `${elsewhere}?again`])}) await story(url);
    await new Promise((done) => setTimeout(done));
    fetch('/report?policy', { method: 'POST', mode: 'no-cors', body: JSON.stringify(seen) });
  })();
}</script>`,
  };
}
