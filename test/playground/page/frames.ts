/** One frame of each kind that a document can be in. Each opens `/echo?frame=<name>`. */
import { element } from './element.ts';

const otherOrigin = document.body.getAttribute('data-other-origin') ?? '';
const blobUrl = URL.createObjectURL(new Blob([htmlOf('blob')], { type: 'text/html' }));

addFrame('same', { src: '/frame?frame=same' });
addFrame('cross', { src: `${otherOrigin}/frame?frame=cross` });
addBlankFrame('blank');
addFrame('srcdoc', { srcdoc: htmlOf('srcdoc') });
addFrame('data', { src: `data:text/html,${encodeURIComponent(htmlOf('data'))}` });
addFrame('blob', { src: blobUrl });
addSandboxedFrame('sandboxed');

function addFrame(name: string, properties: Partial<HTMLIFrameElement>): void {
  document.body.append(frame(name, properties));
}

/** Its parent writes the script into it, so that the document never has a URL of its own. */
function addBlankFrame(name: string): void {
  const blank = frame(name, {});
  // Before the frame is added: Chromium loads about:blank at once. Firefox replaces the first
  // document, so that a script put in before the event would be lost with it.
  blank.addEventListener('load', () => {
    const inner = blank.contentDocument;
    const script = inner?.createElement('script');
    if (!inner || !script) return;
    script.text = scriptOf(name);
    inner.body.append(name, script);
  });
  document.body.append(blank);
}

function addSandboxedFrame(name: string): void {
  const sandboxed = frame(name, { srcdoc: htmlOf(name) });
  sandboxed.sandbox.add('allow-scripts');
  document.body.append(sandboxed);
}

function frame(name: string, properties: Partial<HTMLIFrameElement>): HTMLIFrameElement {
  return element('iframe', { name, title: `Frame ${name}`, ...properties });
}

function htmlOf(name: string): string {
  return `<!doctype html><title>${name}</title><p>${name}<script>${scriptOf(name)}</script>`;
}

/** The URL is absolute, because most of these documents have no base to resolve it against. */
function scriptOf(name: string): string {
  const url = `ws://${location.host}/echo?frame=${name}`;
  return `const socket = new WebSocket(${JSON.stringify(url)});
socket.onopen = () => socket.send(${JSON.stringify(`from ${name}`)});`;
}
